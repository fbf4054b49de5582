-- Everything kept of a closed eBay account goes, in chunks: an account has up to hundreds of thousands of rows.

-- Deletes the next p_limit rows of an account and answers their number; call again until it is 0.
create function public.delete_ebay_account_rows(p_ebay_user_id text, p_limit integer default 1000) returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_table text;
  v_count integer;
begin
  foreach v_table in array array['price_reduction_logs', 'listing_days', 'listing_sales'] loop
    execute format(
      'delete from public.%1$I where ctid = any (array(
         select row.ctid from public.listings as listing
         join public.%1$I as row on row.workspace_id = listing.workspace_id and row.listing_id = listing.id
         where listing.ebay_user_id = $1 limit $2))', v_table) using p_ebay_user_id, p_limit;
    get diagnostics v_count = row_count;
    if v_count > 0 then
      return v_count;
    end if;
  end loop;
  delete from public.listings where ctid = any (array(
    select ctid from public.listings where ebay_user_id = p_ebay_user_id limit p_limit));
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;
grant execute on function public.delete_ebay_account_rows to service_role;
