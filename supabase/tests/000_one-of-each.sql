-- One row of every table in a person's workspace, for the tests that ask who may see what: pgTAP's role matrix, and the
-- API's, which runs this file alone. What only editors may read says `editors-only`, or is an amount of 777001 cents.
create schema if not exists tests;

create or replace function tests.add_one_of_each(p_email text) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_user uuid := (select id from public.users where email = p_email);
  v_workspace uuid := (select current_workspace_id from public.users where email = p_email);
  v_own constant text := 'editors-only';
  v_asin constant text := 'B0000000E1';
  v_product uuid := gen_random_uuid();
  v_owner uuid := gen_random_uuid();
  v_video uuid := gen_random_uuid();
  v_correlation uuid := gen_random_uuid();
  v_strategy uuid := gen_random_uuid();
  v_listing uuid := gen_random_uuid();
  v_inbox uuid := gen_random_uuid();
  v_conversation uuid := gen_random_uuid();
  v_run uuid := gen_random_uuid();
  v_import uuid := gen_random_uuid();
  v_template uuid := gen_random_uuid();
  v_thumbnail uuid := gen_random_uuid();
  v_thumbnail_run uuid := gen_random_uuid();
begin
  -- Products, with their change set and their activity.
  insert into public.sourced_products (id, workspace_id, asin, title, notes, cost_cents, created_by)
  values (v_product, v_workspace, v_asin, 'Lamp', v_own, 777001, v_user);
  insert into public.crm_owners (id, workspace_id, name) values (v_owner, v_workspace, v_own);
  insert into public.product_owners (workspace_id, product_id, owner_id) values (v_workspace, v_product, v_owner);
  insert into public.crm_fields (workspace_id, name, kind) values (v_workspace, v_own, 'text');
  insert into public.shipments (workspace_id, product_id, tracking_number)
  values (v_workspace, v_product, '1Z' || upper(left(replace(v_product::text, '-', ''), 16)));
  insert into public.saved_views (workspace_id, name, is_shared, state, created_by)
  values (v_workspace, v_own, true, '{}', v_user);
  insert into public.product_imports (id, workspace_id, filename, file_size, file_hash, headers, mapping, options)
  values (v_import, v_workspace, v_own, 10, repeat('a', 64), array['ASIN'], '["asin"]', '{}');
  insert into public.product_import_rows (import_id, row_number, workspace_id, cells)
  values (v_import, 1, v_workspace, jsonb_build_array(v_own));

  -- Videos and tasks: what an uploader works with.
  insert into public.product_videos (id, workspace_id, product_id, asin, source, storage_path, filename, file_size,
    mime_type)
  values (v_video, v_workspace, v_product, v_asin, 'storage', v_workspace || '/' || v_asin || '.mp4', 'clip.mp4', 10,
    'video/mp4');
  insert into public.video_variants (workspace_id, video_id, kind, profile)
  values (v_workspace, v_video, 'transcode', 'reel');
  insert into public.upload_sessions (workspace_id, product_id, storage_path, filename, file_size, mime_type, expires_at)
  values (v_workspace, v_product, v_workspace || '/' || v_asin || '-2.mp4', v_own, 10, 'video/mp4',
    now() + interval '1 hour');
  insert into public.asin_correlations (id, workspace_id, product_id, search_asin, similar_asin, relation, marketplaces,
    title)
  values (v_correlation, v_workspace, v_product, v_asin, 'B0000000E2', 'same', '{US}', v_own);
  insert into public.correlation_searches (workspace_id, product_id, search_asin, state, error_code, error, finished_at)
  values (v_workspace, v_product, v_asin, 'failed', 'unexpected', v_own, now());
  insert into public.correlation_decisions (workspace_id, batch_id, correlation_id, decision, is_shown_before,
    is_shown_in_video, decided_by)
  values (v_workspace, gen_random_uuid(), v_correlation, 'declined', false, false, v_user);
  insert into public.asin_facts (workspace_id, asin, marketplace, availability, source, checked_at, sales_rank)
  values (v_workspace, 'B0000000E2', 'US', 'unknown', 'keepa', now(), 777001);
  insert into public.influencer_tasks (workspace_id, asin, search_asin, product_id, marketplace, title)
  values (v_workspace, v_asin, v_asin, v_product, 'CA', 'Lamp');
  insert into public.task_placements (task_id, workspace_id, state, checked_at, known_videos, other_names, source)
  select id, v_workspace, 'name_unclear', now(), 1, array[v_own], 'keepa' from public.influencer_tasks
  where workspace_id = v_workspace;
  insert into public.catalog_runs (workspace_id, kind, state, error_code, error, finished_at)
  values (v_workspace, 'radar', 'failed', 'unexpected', v_own, now());
  insert into storage.objects (bucket_id, name) values
    ('product-videos', v_workspace || '/' || v_asin || '.mp4'),
    ('video-derivatives', v_workspace || '/' || v_asin || '.jpg');

  -- Connections and notices.
  insert into public.user_onedrive_connections (workspace_id, user_id, account_email, drive_id)
  values (v_workspace, v_user, v_own || '@example.test', v_own);
  insert into public.ebay_connections (workspace_id, user_id, ebay_user_id, ebay_username, environment,
    refresh_token_expires_at)
  values (v_workspace, v_user, v_workspace, v_own, 'sandbox', now() + interval '1 year');
  insert into public.social_sign_ins (workspace_id, provider, account, user_id, name)
  values (v_workspace, 'facebook', '1022', v_user, v_own);
  insert into public.social_account_logins (workspace_id, provider, sign_in, network, account_id, name)
  values (v_workspace, 'facebook', '1022', 'facebook', '1040', v_own);
  insert into public.social_connections (workspace_id, network, account_id, name, provider, sign_in)
  values (v_workspace, 'facebook', '1040', v_own, 'facebook', '1022');
  insert into public.notices (workspace_id, cause, subject, count, since)
  select v_workspace, cause, v_own, 1, now() from private.notice_causes order by cause limit 1;
  insert into public.notice_emails (workspace_id, user_id, cause, tells_until)
  select v_workspace, v_user, cause, now() from private.notice_causes order by cause limit 1;

  insert into private.product_operations (workspace_id, kind, state, finished_at)
  values (v_workspace, 'bulk', 'done', now());

  -- eBay: listings, prices, quick list.
  insert into public.strategies (id, workspace_id, name, kind, percentage_bp, interval_days)
  values (v_strategy, v_workspace, v_own, 'percentage', 500, 7);
  insert into public.listings (id, workspace_id, ebay_user_id, ebay_item_id, title, price_cents, currency,
    first_price_cents, price_seen_at, status, quantity_available, last_seen_at, floor_cents, cost_cents, strategy_id,
    product_id)
  values (v_listing, v_workspace, v_workspace, '110', v_own, 888001, 'USD', 888001, now(), 'active', 3, now(), 777001,
    777001, v_strategy, v_product);
  insert into public.listing_days (listing_id, workspace_id, day, price_cents, quantity_sold, status)
  values (v_listing, v_workspace, current_date, 777001, 0, 'active') on conflict do nothing;
  insert into public.listing_sales (workspace_id, listing_id, quantity, price_cents, currency)
  values (v_workspace, v_listing, 1, 777001, 'USD');
  insert into public.ebay_syncs (workspace_id, state, error_rows, finished_at)
  values (v_workspace, 'finished', '[]', now());
  insert into public.price_runs (id, workspace_id, started_by, state, stop_reason, finished_at)
  values (v_run, v_workspace, 'person', 'finished', v_own, now());
  insert into public.price_reduction_logs (workspace_id, listing_id, run_id, ebay_item_id, title, kind, old_price_cents,
    new_price_cents, currency, state, confirmed_at)
  values (v_workspace, v_listing, v_run, '110', v_own, 'manual', 888001, 777001, 'USD', 'confirmed', now());
  insert into public.quick_list_facts (workspace_id, asin, facts)
  values (v_workspace, v_asin, jsonb_build_object('title', v_own));
  insert into public.quick_list_attempts (workspace_id, asin, sku, input, plan, state, finished_at)
  values (v_workspace, v_asin, v_own, jsonb_build_object('asin', v_asin, 'title', v_own, 'price_cents', 777001,
    'quantity', 1, 'condition', 'NEW', 'category_id', '20667', 'aspects', jsonb_build_object(),
    'images', jsonb_build_array('https://m.media-amazon.com/images/I/a.jpg')), '{"offer": {"currency": "USD"}}', 'failed', now());

  -- The inbox of an account.
  insert into public.social_connections (id, workspace_id, network, account_id, name, provider, sign_in)
  values (v_inbox, v_workspace, 'instagram', 'inbox-' || v_workspace, v_own, 'instagram', v_own);
  insert into public.inbox_accounts (connection_id, workspace_id, is_on) values (v_inbox, v_workspace, true);
  insert into public.inbox_conversations (id, workspace_id, connection_id, participant_id, participant_name)
  values (v_conversation, v_workspace, v_inbox, 'ann', v_own);
  insert into public.inbox_messages (workspace_id, conversation_id, connection_id, position, mid, direction, kind, text,
    state, origin)
  values (v_workspace, v_conversation, v_inbox, 1, v_own, 'in', 'text', v_own, 'received', 'instagram');
  insert into public.saved_replies (workspace_id, shortcut, text) values (v_workspace, 'editors', v_own);

  -- Thumbnails.
  insert into public.thumbnail_templates (id, workspace_id, owner_id, name, image_path, image_sha256, image_width,
    image_height, placement_zone, fit, removes_white_background, is_active)
  values (v_template, v_workspace, v_owner, v_own, v_workspace || '/a.png', repeat('a', 64), 1280, 720,
    '{"x": 0, "y": 0, "width": 50, "height": 100}', 'contain', false, true);
  insert into public.thumbnail_template_versions (workspace_id, template_id, version, image_path, image_sha256,
    image_width, image_height, placement_zone, fit, removes_white_background, layers)
  select workspace_id, id, version, image_path, image_sha256, image_width, image_height, placement_zone, fit,
    removes_white_background, layers from public.thumbnail_templates where id = v_template;
  insert into public.thumbnails (id, workspace_id, search_asin, asin, product_id, state, storage_path)
  values (v_thumbnail, v_workspace, v_asin, v_asin, v_product, 'ready', v_workspace || '/' || v_asin || '/a.jpg');
  insert into public.thumbnail_runs (id, workspace_id, kind, template_id, finished_at)
  values (v_thumbnail_run, v_workspace, 'products', v_template, now());
  insert into public.thumbnail_run_items (workspace_id, run_id, thumbnail_id, position, state, error_code, error)
  values (v_workspace, v_thumbnail_run, v_thumbnail, 1, 'failed', 'owner_missing', v_own);
  insert into storage.objects (bucket_id, name) values
    ('thumbnail-templates', v_workspace || '/a.png'),
    ('generated-thumbnails', v_workspace || '/' || v_asin || '/a.jpg');
end;
$$;
