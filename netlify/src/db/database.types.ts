// Written by `npm run types` from supabase/migrations. Do not edit.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  __InternalSupabase: {
    PostgrestVersion: '13'
  }
  public: {
    Tables: {
      asin_correlations: {
        Row: {
          brand: string | null
          created_at: string
          decided_at: string | null
          decided_by: string | null
          decision: string | null
          evidence: Json
          id: string
          image_url: string | null
          is_shown_in_video: boolean
          judged_at: string | null
          judged_relation: string | null
          marketplaces: string[]
          product_id: string
          relation: string
          review_rank: number
          score: number | null
          search_asin: string
          search_id: string | null
          shown_at: string | null
          shown_by: string | null
          similar_asin: string
          source: string
          title: string | null
          updated_at: string
          workspace_id: string
        }
        Insert: {
          brand?: string | null
          created_at?: string
          decided_at?: string | null
          decided_by?: string | null
          decision?: string | null
          evidence?: Json
          id?: string
          image_url?: string | null
          is_shown_in_video?: boolean
          judged_at?: string | null
          judged_relation?: string | null
          marketplaces: string[]
          product_id: string
          relation: string
          review_rank?: never
          score?: number | null
          search_asin: string
          search_id?: string | null
          shown_at?: string | null
          shown_by?: string | null
          similar_asin: string
          source?: string
          title?: string | null
          updated_at?: string
          workspace_id?: string
        }
        Update: {
          brand?: string | null
          created_at?: string
          decided_at?: string | null
          decided_by?: string | null
          decision?: string | null
          evidence?: Json
          id?: string
          image_url?: string | null
          is_shown_in_video?: boolean
          judged_at?: string | null
          judged_relation?: string | null
          marketplaces?: string[]
          product_id?: string
          relation?: string
          review_rank?: never
          score?: number | null
          search_asin?: string
          search_id?: string | null
          shown_at?: string | null
          shown_by?: string | null
          similar_asin?: string
          source?: string
          title?: string | null
          updated_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'asin_correlations_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'asin_correlations_workspace_id_product_id_fkey'
            columns: ['workspace_id', 'product_id']
            isOneToOne: false
            referencedRelation: 'sourced_products'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      asin_facts: {
        Row: {
          asin: string
          availability: string
          availability_reasons: string[]
          checked_at: string
          influencer_videos: number | null
          marketplace: string
          observed_at: string | null
          sales_rank: number | null
          source: string
          videos_checked_at: string | null
          workspace_id: string
        }
        Insert: {
          asin: string
          availability: string
          availability_reasons?: string[]
          checked_at: string
          influencer_videos?: number | null
          marketplace: string
          observed_at?: string | null
          sales_rank?: number | null
          source: string
          videos_checked_at?: string | null
          workspace_id: string
        }
        Update: {
          asin?: string
          availability?: string
          availability_reasons?: string[]
          checked_at?: string
          influencer_videos?: number | null
          marketplace?: string
          observed_at?: string | null
          sales_rank?: number | null
          source?: string
          videos_checked_at?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'asin_facts_marketplace_fkey'
            columns: ['marketplace']
            isOneToOne: false
            referencedRelation: 'marketplaces'
            referencedColumns: ['code']
          },
          {
            foreignKeyName: 'asin_facts_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      catalog_runs: {
        Row: {
          args: Json
          created_at: string
          created_by: string | null
          done: number
          error: string | null
          error_code: string | null
          finished_at: string | null
          id: string
          kind: string
          retry_at: string | null
          state: string
          tokens_spent: number
          total: number
          workspace_id: string
        }
        Insert: {
          args?: Json
          created_at?: string
          created_by?: string | null
          done?: number
          error?: string | null
          error_code?: string | null
          finished_at?: string | null
          id?: string
          kind: string
          retry_at?: string | null
          state?: string
          tokens_spent?: number
          total?: number
          workspace_id: string
        }
        Update: {
          args?: Json
          created_at?: string
          created_by?: string | null
          done?: number
          error?: string | null
          error_code?: string | null
          finished_at?: string | null
          id?: string
          kind?: string
          retry_at?: string | null
          state?: string
          tokens_spent?: number
          total?: number
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'catalog_runs_created_by_fkey'
            columns: ['created_by']
            isOneToOne: false
            referencedRelation: 'users'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'catalog_runs_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      change_sets: {
        Row: {
          actor: string | null
          created_at: string
          created_by: string | null
          fields: string[]
          id: string
          kind: string
          product_count: number
          undo_of: string | null
          undone_by: string | null
          workspace_id: string
        }
        Insert: {
          actor?: string | null
          created_at?: string
          created_by?: string | null
          fields?: string[]
          id?: string
          kind: string
          product_count?: number
          undo_of?: string | null
          undone_by?: string | null
          workspace_id: string
        }
        Update: {
          actor?: string | null
          created_at?: string
          created_by?: string | null
          fields?: string[]
          id?: string
          kind?: string
          product_count?: number
          undo_of?: string | null
          undone_by?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'change_sets_undo_of_fkey'
            columns: ['undo_of']
            isOneToOne: false
            referencedRelation: 'change_sets'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'change_sets_undone_by_fkey'
            columns: ['undone_by']
            isOneToOne: false
            referencedRelation: 'change_sets'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'change_sets_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      correlation_decisions: {
        Row: {
          batch_id: string
          correlation_id: string
          created_at: string
          decided_by: string | null
          decision: string | null
          decision_before: string | null
          id: number
          is_shown_before: boolean
          is_shown_in_video: boolean
          undone_at: string | null
          workspace_id: string
        }
        Insert: {
          batch_id: string
          correlation_id: string
          created_at?: string
          decided_by?: string | null
          decision?: string | null
          decision_before?: string | null
          id?: never
          is_shown_before: boolean
          is_shown_in_video: boolean
          undone_at?: string | null
          workspace_id: string
        }
        Update: {
          batch_id?: string
          correlation_id?: string
          created_at?: string
          decided_by?: string | null
          decision?: string | null
          decision_before?: string | null
          id?: never
          is_shown_before?: boolean
          is_shown_in_video?: boolean
          undone_at?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'correlation_decisions_workspace_id_correlation_id_fkey'
            columns: ['workspace_id', 'correlation_id']
            isOneToOne: false
            referencedRelation: 'asin_correlations'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'correlation_decisions_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      correlation_searches: {
        Row: {
          counts: Json
          created_at: string
          created_by: string | null
          done: number
          dropped: number
          error: string | null
          error_code: string | null
          finished_at: string | null
          id: string
          is_cut: boolean
          product_id: string
          retry_at: string | null
          search_asin: string
          stage: string
          state: string
          tokens_spent: number
          total: number
          workspace_id: string
        }
        Insert: {
          counts?: Json
          created_at?: string
          created_by?: string | null
          done?: number
          dropped?: number
          error?: string | null
          error_code?: string | null
          finished_at?: string | null
          id?: string
          is_cut?: boolean
          product_id: string
          retry_at?: string | null
          search_asin: string
          stage?: string
          state?: string
          tokens_spent?: number
          total?: number
          workspace_id: string
        }
        Update: {
          counts?: Json
          created_at?: string
          created_by?: string | null
          done?: number
          dropped?: number
          error?: string | null
          error_code?: string | null
          finished_at?: string | null
          id?: string
          is_cut?: boolean
          product_id?: string
          retry_at?: string | null
          search_asin?: string
          stage?: string
          state?: string
          tokens_spent?: number
          total?: number
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'correlation_searches_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'correlation_searches_workspace_id_product_id_fkey'
            columns: ['workspace_id', 'product_id']
            isOneToOne: false
            referencedRelation: 'sourced_products'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      crm_collaboration_types: {
        Row: {
          color: string
          created_at: string
          id: string
          is_hidden: boolean
          name: string
          position: number
          updated_at: string
          workspace_id: string
        }
        Insert: {
          color?: string
          created_at?: string
          id?: string
          is_hidden?: boolean
          name: string
          position?: number
          updated_at?: string
          workspace_id?: string
        }
        Update: {
          color?: string
          created_at?: string
          id?: string
          is_hidden?: boolean
          name?: string
          position?: number
          updated_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'crm_collaboration_types_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      crm_contact_sources: {
        Row: {
          color: string
          created_at: string
          id: string
          is_hidden: boolean
          name: string
          position: number
          updated_at: string
          workspace_id: string
        }
        Insert: {
          color?: string
          created_at?: string
          id?: string
          is_hidden?: boolean
          name: string
          position?: number
          updated_at?: string
          workspace_id?: string
        }
        Update: {
          color?: string
          created_at?: string
          id?: string
          is_hidden?: boolean
          name?: string
          position?: number
          updated_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'crm_contact_sources_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      crm_fields: {
        Row: {
          created_at: string
          id: string
          is_hidden: boolean
          kind: string
          name: string
          options: Json
          position: number
          updated_at: string
          workspace_id: string
        }
        Insert: {
          created_at?: string
          id?: string
          is_hidden?: boolean
          kind: string
          name: string
          options?: Json
          position?: number
          updated_at?: string
          workspace_id?: string
        }
        Update: {
          created_at?: string
          id?: string
          is_hidden?: boolean
          kind?: string
          name?: string
          options?: Json
          position?: number
          updated_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'crm_fields_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      crm_marketplaces: {
        Row: {
          color: string
          created_at: string
          has_quick_list: boolean
          id: string
          is_hidden: boolean
          name: string
          position: number
          updated_at: string
          workspace_id: string
        }
        Insert: {
          color?: string
          created_at?: string
          has_quick_list?: boolean
          id?: string
          is_hidden?: boolean
          name: string
          position?: number
          updated_at?: string
          workspace_id?: string
        }
        Update: {
          color?: string
          created_at?: string
          has_quick_list?: boolean
          id?: string
          is_hidden?: boolean
          name?: string
          position?: number
          updated_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'crm_marketplaces_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      crm_owners: {
        Row: {
          color: string
          created_at: string
          email: string | null
          id: string
          is_hidden: boolean
          name: string
          position: number
          title_prefix: string
          updated_at: string
          workspace_id: string
        }
        Insert: {
          color?: string
          created_at?: string
          email?: string | null
          id?: string
          is_hidden?: boolean
          name: string
          position?: number
          title_prefix?: string
          updated_at?: string
          workspace_id?: string
        }
        Update: {
          color?: string
          created_at?: string
          email?: string | null
          id?: string
          is_hidden?: boolean
          name?: string
          position?: number
          title_prefix?: string
          updated_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'crm_owners_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      crm_statuses: {
        Row: {
          automation: string | null
          color: string
          created_at: string
          id: string
          is_hidden: boolean
          is_open: boolean
          name: string
          position: number
          updated_at: string
          workspace_id: string
        }
        Insert: {
          automation?: string | null
          color?: string
          created_at?: string
          id?: string
          is_hidden?: boolean
          is_open?: boolean
          name: string
          position?: number
          updated_at?: string
          workspace_id?: string
        }
        Update: {
          automation?: string | null
          color?: string
          created_at?: string
          id?: string
          is_hidden?: boolean
          is_open?: boolean
          name?: string
          position?: number
          updated_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'crm_statuses_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      ebay_connections: {
        Row: {
          connected_at: string
          created_at: string
          ebay_user_id: string
          ebay_username: string
          environment: string
          error_code: string | null
          error_count: number
          error_since: string | null
          last_success_at: string | null
          refresh_token_expires_at: string
          refreshed_at: string
          state: string
          updated_at: string
          user_id: string
          workspace_id: string
        }
        Insert: {
          connected_at?: string
          created_at?: string
          ebay_user_id: string
          ebay_username: string
          environment: string
          error_code?: string | null
          error_count?: number
          error_since?: string | null
          last_success_at?: string | null
          refresh_token_expires_at: string
          refreshed_at?: string
          state?: string
          updated_at?: string
          user_id: string
          workspace_id: string
        }
        Update: {
          connected_at?: string
          created_at?: string
          ebay_user_id?: string
          ebay_username?: string
          environment?: string
          error_code?: string | null
          error_count?: number
          error_since?: string | null
          last_success_at?: string | null
          refresh_token_expires_at?: string
          refreshed_at?: string
          state?: string
          updated_at?: string
          user_id?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'ebay_connections_user_id_fkey'
            columns: ['user_id']
            isOneToOne: false
            referencedRelation: 'users'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'ebay_connections_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: true
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      ebay_settings: {
        Row: {
          carries_over_relisted: boolean
          created_at: string
          description_note: string | null
          fee_bp: number
          fixed_fee_cents: number
          fulfillment_policy_id: string | null
          lower_during_sales: boolean
          margin_bp: number
          merchant_location_key: string | null
          paused_at: string | null
          payment_policy_id: string | null
          reductions_paused: boolean
          return_policy_id: string | null
          sku_prefix: string
          skus_per_call: number
          time_zone: string
          updated_at: string
          vacation_until: string | null
          workspace_id: string
        }
        Insert: {
          carries_over_relisted?: boolean
          created_at?: string
          description_note?: string | null
          fee_bp?: number
          fixed_fee_cents?: number
          fulfillment_policy_id?: string | null
          lower_during_sales?: boolean
          margin_bp?: number
          merchant_location_key?: string | null
          paused_at?: string | null
          payment_policy_id?: string | null
          reductions_paused?: boolean
          return_policy_id?: string | null
          sku_prefix?: string
          skus_per_call?: number
          time_zone?: string
          updated_at?: string
          vacation_until?: string | null
          workspace_id: string
        }
        Update: {
          carries_over_relisted?: boolean
          created_at?: string
          description_note?: string | null
          fee_bp?: number
          fixed_fee_cents?: number
          fulfillment_policy_id?: string | null
          lower_during_sales?: boolean
          margin_bp?: number
          merchant_location_key?: string | null
          paused_at?: string | null
          payment_policy_id?: string | null
          reductions_paused?: boolean
          return_policy_id?: string | null
          sku_prefix?: string
          skus_per_call?: number
          time_zone?: string
          updated_at?: string
          vacation_until?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'ebay_settings_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: true
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      ebay_syncs: {
        Row: {
          added: number
          changed: number
          ended: number
          entries: number | null
          error_code: string | null
          error_message: string | null
          error_rows: Json
          finished_at: string | null
          id: string
          is_complete: boolean | null
          page: number
          pages: number | null
          pass: number
          pass_started_at: string
          phase: string
          reading: number
          requested_by: string | null
          seen: number
          started_at: string
          state: string
          workspace_id: string
        }
        Insert: {
          added?: number
          changed?: number
          ended?: number
          entries?: number | null
          error_code?: string | null
          error_message?: string | null
          error_rows?: Json
          finished_at?: string | null
          id?: string
          is_complete?: boolean | null
          page?: number
          pages?: number | null
          pass?: number
          pass_started_at?: string
          phase?: string
          reading?: number
          requested_by?: string | null
          seen?: number
          started_at?: string
          state?: string
          workspace_id: string
        }
        Update: {
          added?: number
          changed?: number
          ended?: number
          entries?: number | null
          error_code?: string | null
          error_message?: string | null
          error_rows?: Json
          finished_at?: string | null
          id?: string
          is_complete?: boolean | null
          page?: number
          pages?: number | null
          pass?: number
          pass_started_at?: string
          phase?: string
          reading?: number
          requested_by?: string | null
          seen?: number
          started_at?: string
          state?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'ebay_syncs_requested_by_fkey'
            columns: ['requested_by']
            isOneToOne: false
            referencedRelation: 'users'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'ebay_syncs_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      inbox_accounts: {
        Row: {
          connection_id: string
          created_at: string
          held_until: string | null
          is_on: boolean
          sync_cursor: string | null
          sync_error: string | null
          sync_newest: string | null
          sync_until: string | null
          synced_at: string | null
          updated_at: string
          uses_human_agent: boolean
          workspace_id: string
        }
        Insert: {
          connection_id: string
          created_at?: string
          held_until?: string | null
          is_on?: boolean
          sync_cursor?: string | null
          sync_error?: string | null
          sync_newest?: string | null
          sync_until?: string | null
          synced_at?: string | null
          updated_at?: string
          uses_human_agent?: boolean
          workspace_id?: string
        }
        Update: {
          connection_id?: string
          created_at?: string
          held_until?: string | null
          is_on?: boolean
          sync_cursor?: string | null
          sync_error?: string | null
          sync_newest?: string | null
          sync_until?: string | null
          synced_at?: string | null
          updated_at?: string
          uses_human_agent?: boolean
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'inbox_accounts_workspace_id_connection_id_fkey'
            columns: ['workspace_id', 'connection_id']
            isOneToOne: false
            referencedRelation: 'social_connections'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'inbox_accounts_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      inbox_conversations: {
        Row: {
          assigned_to: string | null
          connection_id: string
          created_at: string
          id: string
          is_marked_unread: boolean
          last_inbound_at: string | null
          last_message_at: string
          last_message_id: string | null
          participant_id: string
          participant_name: string | null
          participant_username: string | null
          position: number
          read_position: number
          refused_at: string | null
          resolved_at: string | null
          seen_until: string
          unread_count: number
          updated_at: string
          vendor_id: string | null
          vendor_updated_at: string | null
          workspace_id: string
        }
        Insert: {
          assigned_to?: string | null
          connection_id: string
          created_at?: string
          id?: string
          is_marked_unread?: boolean
          last_inbound_at?: string | null
          last_message_at?: string
          last_message_id?: string | null
          participant_id: string
          participant_name?: string | null
          participant_username?: string | null
          position?: number
          read_position?: number
          refused_at?: string | null
          resolved_at?: string | null
          seen_until?: string
          unread_count?: number
          updated_at?: string
          vendor_id?: string | null
          vendor_updated_at?: string | null
          workspace_id?: string
        }
        Update: {
          assigned_to?: string | null
          connection_id?: string
          created_at?: string
          id?: string
          is_marked_unread?: boolean
          last_inbound_at?: string | null
          last_message_at?: string
          last_message_id?: string | null
          participant_id?: string
          participant_name?: string | null
          participant_username?: string | null
          position?: number
          read_position?: number
          refused_at?: string | null
          resolved_at?: string | null
          seen_until?: string
          unread_count?: number
          updated_at?: string
          vendor_id?: string | null
          vendor_updated_at?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'inbox_conversations_workspace_id_assigned_to_fkey'
            columns: ['workspace_id', 'assigned_to']
            isOneToOne: false
            referencedRelation: 'workspace_members'
            referencedColumns: ['workspace_id', 'user_id']
          },
          {
            foreignKeyName: 'inbox_conversations_workspace_id_connection_id_fkey'
            columns: ['workspace_id', 'connection_id']
            isOneToOne: false
            referencedRelation: 'social_connections'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'inbox_conversations_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      inbox_messages: {
        Row: {
          asked_at: string | null
          attachments: Json
          author_id: string | null
          connection_id: string
          conversation_id: string
          created_at: string
          direction: string
          edits: number
          error: string | null
          error_code: string | null
          id: string
          is_message: boolean
          kind: string
          lookups: number
          mid: string | null
          origin: string
          position: number
          reactions: Json
          sent_at: string
          state: string
          story_url: string | null
          text: string | null
          updated_at: string
          waiting_code: string | null
          waits_until: string | null
          workspace_id: string
        }
        Insert: {
          asked_at?: string | null
          attachments?: Json
          author_id?: string | null
          connection_id: string
          conversation_id: string
          created_at?: string
          direction: string
          edits?: number
          error?: string | null
          error_code?: string | null
          id?: string
          is_message?: boolean
          kind: string
          lookups?: number
          mid?: string | null
          origin: string
          position: number
          reactions?: Json
          sent_at?: string
          state: string
          story_url?: string | null
          text?: string | null
          updated_at?: string
          waiting_code?: string | null
          waits_until?: string | null
          workspace_id?: string
        }
        Update: {
          asked_at?: string | null
          attachments?: Json
          author_id?: string | null
          connection_id?: string
          conversation_id?: string
          created_at?: string
          direction?: string
          edits?: number
          error?: string | null
          error_code?: string | null
          id?: string
          is_message?: boolean
          kind?: string
          lookups?: number
          mid?: string | null
          origin?: string
          position?: number
          reactions?: Json
          sent_at?: string
          state?: string
          story_url?: string | null
          text?: string | null
          updated_at?: string
          waiting_code?: string | null
          waits_until?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'inbox_messages_workspace_id_connection_id_fkey'
            columns: ['workspace_id', 'connection_id']
            isOneToOne: false
            referencedRelation: 'social_connections'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'inbox_messages_workspace_id_conversation_id_fkey'
            columns: ['workspace_id', 'conversation_id']
            isOneToOne: false
            referencedRelation: 'inbox_conversations'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'inbox_messages_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      influencer_tasks: {
        Row: {
          asin: string
          claimed_by: string | null
          claimed_until: string | null
          completed_at: string | null
          completed_by: string | null
          completion_id: string | null
          correlation_id: string | null
          created_at: string
          id: string
          image_url: string | null
          marketplace: string
          note: string | null
          page_url: string | null
          product_id: string | null
          search_asin: string
          status: string
          title: string | null
          updated_at: string
          video_id: string | null
          video_lost_at: string | null
          workspace_id: string
        }
        Insert: {
          asin: string
          claimed_by?: string | null
          claimed_until?: string | null
          completed_at?: string | null
          completed_by?: string | null
          completion_id?: string | null
          correlation_id?: string | null
          created_at?: string
          id?: string
          image_url?: string | null
          marketplace: string
          note?: string | null
          page_url?: string | null
          product_id?: string | null
          search_asin: string
          status?: string
          title?: string | null
          updated_at?: string
          video_id?: string | null
          video_lost_at?: string | null
          workspace_id?: string
        }
        Update: {
          asin?: string
          claimed_by?: string | null
          claimed_until?: string | null
          completed_at?: string | null
          completed_by?: string | null
          completion_id?: string | null
          correlation_id?: string | null
          created_at?: string
          id?: string
          image_url?: string | null
          marketplace?: string
          note?: string | null
          page_url?: string | null
          product_id?: string | null
          search_asin?: string
          status?: string
          title?: string | null
          updated_at?: string
          video_id?: string | null
          video_lost_at?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'influencer_tasks_claimed_by_fkey'
            columns: ['claimed_by']
            isOneToOne: false
            referencedRelation: 'users'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'influencer_tasks_marketplace_fkey'
            columns: ['marketplace']
            isOneToOne: false
            referencedRelation: 'marketplaces'
            referencedColumns: ['code']
          },
          {
            foreignKeyName: 'influencer_tasks_workspace_id_correlation_id_fkey'
            columns: ['workspace_id', 'correlation_id']
            isOneToOne: false
            referencedRelation: 'asin_correlations'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'influencer_tasks_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'influencer_tasks_workspace_id_product_id_fkey'
            columns: ['workspace_id', 'product_id']
            isOneToOne: false
            referencedRelation: 'sourced_products'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'influencer_tasks_workspace_id_video_id_fkey'
            columns: ['workspace_id', 'video_id']
            isOneToOne: false
            referencedRelation: 'product_videos'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      listing_days: {
        Row: {
          day: string
          listing_id: string
          price_cents: number
          quantity_available: number | null
          quantity_sold: number
          status: string
          watch_count: number | null
          workspace_id: string
        }
        Insert: {
          day: string
          listing_id: string
          price_cents: number
          quantity_available?: number | null
          quantity_sold: number
          status: string
          watch_count?: number | null
          workspace_id: string
        }
        Update: {
          day?: string
          listing_id?: string
          price_cents?: number
          quantity_available?: number | null
          quantity_sold?: number
          status?: string
          watch_count?: number | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'listing_days_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'listing_days_workspace_id_listing_id_fkey'
            columns: ['workspace_id', 'listing_id']
            isOneToOne: false
            referencedRelation: 'listings'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      listing_sales: {
        Row: {
          currency: string
          id: string
          listing_id: string
          price_cents: number
          product_id: string | null
          quantity: number
          sold_at: string
          workspace_id: string
        }
        Insert: {
          currency: string
          id?: string
          listing_id: string
          price_cents: number
          product_id?: string | null
          quantity: number
          sold_at?: string
          workspace_id: string
        }
        Update: {
          currency?: string
          id?: string
          listing_id?: string
          price_cents?: number
          product_id?: string | null
          quantity?: number
          sold_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'listing_sales_product_id_fkey'
            columns: ['product_id']
            isOneToOne: false
            referencedRelation: 'sourced_products'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'listing_sales_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'listing_sales_workspace_id_listing_id_fkey'
            columns: ['workspace_id', 'listing_id']
            isOneToOne: false
            referencedRelation: 'listings'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      listings: {
        Row: {
          cost_cents: number | null
          created_at: string
          currency: string
          cut_count: number
          due_at: string | null
          ebay_item_id: string
          ebay_user_id: string
          first_price_cents: number
          first_seen_at: string
          floor_cents: number | null
          has_variations: boolean
          held_code: string | null
          held_reason: string | null
          held_until: string | null
          id: string
          is_hidden: boolean
          is_product_chosen: boolean
          is_relist_settled: boolean
          last_cut_at: string | null
          last_seen_at: string
          listing_format: string
          listing_url: string | null
          management_kind: string
          offer_id: string | null
          open_change_id: string | null
          parked_at: string | null
          parked_code: string | null
          parked_reason: string | null
          picture_url: string | null
          price_cents: number
          price_contradicted_at: string | null
          price_seen_at: string
          product_id: string | null
          quantity_available: number | null
          quantity_sold: number
          reductions_enabled: boolean
          reductions_enabled_at: string | null
          relisted_from: string | null
          sale_ends_at: string | null
          sale_price_cents: number | null
          search_text: string | null
          sku: string | null
          started_at: string | null
          status: string
          status_changed_at: string
          strategy_id: string | null
          title: string
          updated_at: string
          watch_count: number | null
          workspace_id: string
        }
        Insert: {
          cost_cents?: number | null
          created_at?: string
          currency: string
          cut_count?: number
          due_at?: string | null
          ebay_item_id: string
          ebay_user_id: string
          first_price_cents: number
          first_seen_at?: string
          floor_cents?: number | null
          has_variations?: boolean
          held_code?: string | null
          held_reason?: string | null
          held_until?: string | null
          id?: string
          is_hidden?: boolean
          is_product_chosen?: boolean
          is_relist_settled?: boolean
          last_cut_at?: string | null
          last_seen_at: string
          listing_format?: string
          listing_url?: string | null
          management_kind?: string
          offer_id?: string | null
          open_change_id?: string | null
          parked_at?: string | null
          parked_code?: string | null
          parked_reason?: string | null
          picture_url?: string | null
          price_cents: number
          price_contradicted_at?: string | null
          price_seen_at: string
          product_id?: string | null
          quantity_available?: number | null
          quantity_sold?: number
          reductions_enabled?: boolean
          reductions_enabled_at?: string | null
          relisted_from?: string | null
          sale_ends_at?: string | null
          sale_price_cents?: number | null
          search_text?: never
          sku?: string | null
          started_at?: string | null
          status: string
          status_changed_at?: string
          strategy_id?: string | null
          title: string
          updated_at?: string
          watch_count?: number | null
          workspace_id: string
        }
        Update: {
          cost_cents?: number | null
          created_at?: string
          currency?: string
          cut_count?: number
          due_at?: string | null
          ebay_item_id?: string
          ebay_user_id?: string
          first_price_cents?: number
          first_seen_at?: string
          floor_cents?: number | null
          has_variations?: boolean
          held_code?: string | null
          held_reason?: string | null
          held_until?: string | null
          id?: string
          is_hidden?: boolean
          is_product_chosen?: boolean
          is_relist_settled?: boolean
          last_cut_at?: string | null
          last_seen_at?: string
          listing_format?: string
          listing_url?: string | null
          management_kind?: string
          offer_id?: string | null
          open_change_id?: string | null
          parked_at?: string | null
          parked_code?: string | null
          parked_reason?: string | null
          picture_url?: string | null
          price_cents?: number
          price_contradicted_at?: string | null
          price_seen_at?: string
          product_id?: string | null
          quantity_available?: number | null
          quantity_sold?: number
          reductions_enabled?: boolean
          reductions_enabled_at?: string | null
          relisted_from?: string | null
          sale_ends_at?: string | null
          sale_price_cents?: number | null
          search_text?: never
          sku?: string | null
          started_at?: string | null
          status?: string
          status_changed_at?: string
          strategy_id?: string | null
          title?: string
          updated_at?: string
          watch_count?: number | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'listings_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'listings_workspace_id_product_id_fkey'
            columns: ['workspace_id', 'product_id']
            isOneToOne: false
            referencedRelation: 'sourced_products'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'listings_workspace_id_relisted_from_fkey'
            columns: ['workspace_id', 'relisted_from']
            isOneToOne: false
            referencedRelation: 'listings'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'listings_workspace_id_strategy_id_fkey'
            columns: ['workspace_id', 'strategy_id']
            isOneToOne: false
            referencedRelation: 'strategies'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      marketplaces: {
        Row: {
          code: string
          domain: string
          is_default: boolean
          language: string
          name: string
          position: number
        }
        Insert: {
          code: string
          domain: string
          is_default: boolean
          language: string
          name: string
          position: number
        }
        Update: {
          code?: string
          domain?: string
          is_default?: boolean
          language?: string
          name?: string
          position?: number
        }
        Relationships: []
      }
      notice_emails: {
        Row: {
          cause: string
          day: string
          error_code: string | null
          id: string
          outcome: string | null
          planned_at: string
          sending_at: string | null
          settled_at: string | null
          state: string
          tells_until: string
          user_id: string
          workspace_id: string
        }
        Insert: {
          cause: string
          day?: string
          error_code?: string | null
          id?: string
          outcome?: string | null
          planned_at?: string
          sending_at?: string | null
          settled_at?: string | null
          state?: string
          tells_until: string
          user_id: string
          workspace_id: string
        }
        Update: {
          cause?: string
          day?: string
          error_code?: string | null
          id?: string
          outcome?: string | null
          planned_at?: string
          sending_at?: string | null
          settled_at?: string | null
          state?: string
          tells_until?: string
          user_id?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'notice_emails_workspace_id_user_id_fkey'
            columns: ['workspace_id', 'user_id']
            isOneToOne: false
            referencedRelation: 'workspace_members'
            referencedColumns: ['workspace_id', 'user_id']
          },
        ]
      }
      notices: {
        Row: {
          cause: string
          count: number
          id: string
          latest_at: string | null
          opened_at: string
          resolved_at: string | null
          since: string
          subject: string
          workspace_id: string
        }
        Insert: {
          cause: string
          count: number
          id?: string
          latest_at?: string | null
          opened_at?: string
          resolved_at?: string | null
          since: string
          subject: string
          workspace_id: string
        }
        Update: {
          cause?: string
          count?: number
          id?: string
          latest_at?: string | null
          opened_at?: string
          resolved_at?: string | null
          since?: string
          subject?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'notices_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      price_reduction_logs: {
        Row: {
          actor_id: string | null
          confirmed_at: string | null
          currency: string
          ebay_item_id: string
          floor_cents: number | null
          id: string
          inputs: Json
          is_below_floor_confirmed: boolean
          kind: string
          listing_id: string | null
          new_price_cents: number
          old_price_cents: number
          planned_at: string
          reason: string | null
          reason_code: string | null
          rule_version: number | null
          run_id: string | null
          seen_price_cents: number | null
          send_count: number
          sent_at: string | null
          sku: string | null
          slot_at: string | null
          state: string
          strategy_id: string | null
          strategy_name: string | null
          title: string
          undo_of: string | null
          valid_until: string | null
          workspace_id: string
        }
        Insert: {
          actor_id?: string | null
          confirmed_at?: string | null
          currency: string
          ebay_item_id: string
          floor_cents?: number | null
          id?: string
          inputs?: Json
          is_below_floor_confirmed?: boolean
          kind: string
          listing_id?: string | null
          new_price_cents: number
          old_price_cents: number
          planned_at?: string
          reason?: string | null
          reason_code?: string | null
          rule_version?: number | null
          run_id?: string | null
          seen_price_cents?: number | null
          send_count?: number
          sent_at?: string | null
          sku?: string | null
          slot_at?: string | null
          state?: string
          strategy_id?: string | null
          strategy_name?: string | null
          title: string
          undo_of?: string | null
          valid_until?: string | null
          workspace_id: string
        }
        Update: {
          actor_id?: string | null
          confirmed_at?: string | null
          currency?: string
          ebay_item_id?: string
          floor_cents?: number | null
          id?: string
          inputs?: Json
          is_below_floor_confirmed?: boolean
          kind?: string
          listing_id?: string | null
          new_price_cents?: number
          old_price_cents?: number
          planned_at?: string
          reason?: string | null
          reason_code?: string | null
          rule_version?: number | null
          run_id?: string | null
          seen_price_cents?: number | null
          send_count?: number
          sent_at?: string | null
          sku?: string | null
          slot_at?: string | null
          state?: string
          strategy_id?: string | null
          strategy_name?: string | null
          title?: string
          undo_of?: string | null
          valid_until?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'price_reduction_logs_undo_of_fkey'
            columns: ['undo_of']
            isOneToOne: false
            referencedRelation: 'price_reduction_logs'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'price_reduction_logs_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'price_reduction_logs_workspace_id_listing_id_fkey'
            columns: ['workspace_id', 'listing_id']
            isOneToOne: false
            referencedRelation: 'listings'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'price_reduction_logs_workspace_id_run_id_fkey'
            columns: ['workspace_id', 'run_id']
            isOneToOne: false
            referencedRelation: 'price_runs'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      price_runs: {
        Row: {
          cursor_due_at: string | null
          cursor_id: string | null
          due: number
          finished_at: string | null
          id: string
          is_planned: boolean
          requested_by: string | null
          scope: Json
          skipped: Json
          started_at: string
          started_by: string
          state: string
          stop_code: string | null
          stop_reason: string | null
          workspace_id: string
        }
        Insert: {
          cursor_due_at?: string | null
          cursor_id?: string | null
          due?: number
          finished_at?: string | null
          id?: string
          is_planned?: boolean
          requested_by?: string | null
          scope?: Json
          skipped?: Json
          started_at?: string
          started_by: string
          state?: string
          stop_code?: string | null
          stop_reason?: string | null
          workspace_id: string
        }
        Update: {
          cursor_due_at?: string | null
          cursor_id?: string | null
          due?: number
          finished_at?: string | null
          id?: string
          is_planned?: boolean
          requested_by?: string | null
          scope?: Json
          skipped?: Json
          started_at?: string
          started_by?: string
          state?: string
          stop_code?: string | null
          stop_reason?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'price_runs_requested_by_fkey'
            columns: ['requested_by']
            isOneToOne: false
            referencedRelation: 'users'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'price_runs_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      product_activity: {
        Row: {
          actor: string | null
          actor_id: string | null
          created_at: string
          details: Json
          id: string
          kind: string
          product_id: string
          workspace_id: string
        }
        Insert: {
          actor?: string | null
          actor_id?: string | null
          created_at?: string
          details?: Json
          id?: string
          kind: string
          product_id: string
          workspace_id: string
        }
        Update: {
          actor?: string | null
          actor_id?: string | null
          created_at?: string
          details?: Json
          id?: string
          kind?: string
          product_id?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'product_activity_product_id_fkey'
            columns: ['product_id']
            isOneToOne: false
            referencedRelation: 'sourced_products'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'product_activity_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      product_changes: {
        Row: {
          after: Json
          before: Json | null
          change_set_id: string
          created_at: string
          product_id: string
          workspace_id: string
        }
        Insert: {
          after: Json
          before?: Json | null
          change_set_id: string
          created_at?: string
          product_id: string
          workspace_id: string
        }
        Update: {
          after?: Json
          before?: Json | null
          change_set_id?: string
          created_at?: string
          product_id?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'product_changes_change_set_id_fkey'
            columns: ['change_set_id']
            isOneToOne: false
            referencedRelation: 'change_sets'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'product_changes_product_id_fkey'
            columns: ['product_id']
            isOneToOne: false
            referencedRelation: 'sourced_products'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'product_changes_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      product_import_rows: {
        Row: {
          after: Json
          asin: string | null
          before: Json | null
          cells: Json
          fields: Json
          import_id: string
          missing: Json
          outcome: string | null
          product_id: string | null
          reasons: Json
          repaired_asin: Json | null
          row_number: number
          seen_at: string | null
          workspace_id: string
        }
        Insert: {
          after?: Json
          asin?: string | null
          before?: Json | null
          cells: Json
          fields?: Json
          import_id: string
          missing?: Json
          outcome?: string | null
          product_id?: string | null
          reasons?: Json
          repaired_asin?: Json | null
          row_number: number
          seen_at?: string | null
          workspace_id: string
        }
        Update: {
          after?: Json
          asin?: string | null
          before?: Json | null
          cells?: Json
          fields?: Json
          import_id?: string
          missing?: Json
          outcome?: string | null
          product_id?: string | null
          reasons?: Json
          repaired_asin?: Json | null
          row_number?: number
          seen_at?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'product_import_rows_workspace_id_import_id_fkey'
            columns: ['workspace_id', 'import_id']
            isOneToOne: false
            referencedRelation: 'product_imports'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      product_imports: {
        Row: {
          change_set_id: string | null
          check_no: number
          counts: Json | null
          created_at: string
          created_by: string | null
          done_rows: number
          error: string | null
          file_hash: string
          file_size: number
          filename: string
          finished_at: string | null
          headers: string[]
          id: string
          is_catalog: boolean
          mapping: Json
          options: Json
          reading: Json | null
          row_count: number
          run_started_at: string | null
          state: string
          updated_at: string
          workspace_id: string
        }
        Insert: {
          change_set_id?: string | null
          check_no?: number
          counts?: Json | null
          created_at?: string
          created_by?: string | null
          done_rows?: number
          error?: string | null
          file_hash: string
          file_size: number
          filename: string
          finished_at?: string | null
          headers: string[]
          id?: string
          is_catalog?: never
          mapping: Json
          options: Json
          reading?: Json | null
          row_count?: number
          run_started_at?: string | null
          state?: string
          updated_at?: string
          workspace_id: string
        }
        Update: {
          change_set_id?: string | null
          check_no?: number
          counts?: Json | null
          created_at?: string
          created_by?: string | null
          done_rows?: number
          error?: string | null
          file_hash?: string
          file_size?: number
          filename?: string
          finished_at?: string | null
          headers?: string[]
          id?: string
          is_catalog?: never
          mapping?: Json
          options?: Json
          reading?: Json | null
          row_count?: number
          run_started_at?: string | null
          state?: string
          updated_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'product_imports_change_set_id_fkey'
            columns: ['change_set_id']
            isOneToOne: false
            referencedRelation: 'change_sets'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'product_imports_created_by_fkey'
            columns: ['created_by']
            isOneToOne: false
            referencedRelation: 'users'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'product_imports_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      product_owners: {
        Row: {
          added_no: number
          created_at: string
          is_primary: boolean
          owner_id: string
          product_id: string
          share_bps: number | null
          workspace_id: string
        }
        Insert: {
          added_no?: never
          created_at?: string
          is_primary?: boolean
          owner_id: string
          product_id: string
          share_bps?: number | null
          workspace_id?: string
        }
        Update: {
          added_no?: never
          created_at?: string
          is_primary?: boolean
          owner_id?: string
          product_id?: string
          share_bps?: number | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'product_owners_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'product_owners_workspace_id_owner_id_fkey'
            columns: ['workspace_id', 'owner_id']
            isOneToOne: false
            referencedRelation: 'crm_owners'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'product_owners_workspace_id_product_id_fkey'
            columns: ['workspace_id', 'product_id']
            isOneToOne: false
            referencedRelation: 'sourced_products'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      product_videos: {
        Row: {
          asin: string
          audio_codec: string | null
          check_error: string | null
          check_error_code: string | null
          check_state: string
          created_at: string
          created_by: string | null
          duration_seconds: number | null
          file_size: number
          filename: string
          height: number | null
          id: string
          is_for_tasks: boolean
          language: string
          mime_type: string
          onedrive_file_id: string | null
          poster_path: string | null
          product_id: string | null
          rotation: number | null
          source: string
          storage_path: string | null
          thumbnail_url: string | null
          updated_at: string
          video_codec: string | null
          width: number | null
          workspace_id: string
        }
        Insert: {
          asin: string
          audio_codec?: string | null
          check_error?: string | null
          check_error_code?: string | null
          check_state?: string
          created_at?: string
          created_by?: string | null
          duration_seconds?: number | null
          file_size: number
          filename: string
          height?: number | null
          id?: string
          is_for_tasks?: boolean
          language?: string
          mime_type: string
          onedrive_file_id?: string | null
          poster_path?: string | null
          product_id?: string | null
          rotation?: number | null
          source: string
          storage_path?: string | null
          thumbnail_url?: string | null
          updated_at?: string
          video_codec?: string | null
          width?: number | null
          workspace_id?: string
        }
        Update: {
          asin?: string
          audio_codec?: string | null
          check_error?: string | null
          check_error_code?: string | null
          check_state?: string
          created_at?: string
          created_by?: string | null
          duration_seconds?: number | null
          file_size?: number
          filename?: string
          height?: number | null
          id?: string
          is_for_tasks?: boolean
          language?: string
          mime_type?: string
          onedrive_file_id?: string | null
          poster_path?: string | null
          product_id?: string | null
          rotation?: number | null
          source?: string
          storage_path?: string | null
          thumbnail_url?: string | null
          updated_at?: string
          video_codec?: string | null
          width?: number | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'product_videos_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'product_videos_workspace_id_product_id_fkey'
            columns: ['workspace_id', 'product_id']
            isOneToOne: false
            referencedRelation: 'sourced_products'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      quick_list_attempts: {
        Row: {
          asin: string
          created_at: string
          created_by: string | null
          ebay_item_id: string | null
          error_code: string | null
          error_message: string | null
          finished_at: string | null
          id: string
          input: Json
          listing_id: string | null
          offer_id: string | null
          picture_url: string | null
          plan: Json
          product_id: string | null
          sku: string
          state: string
          steps: Json
          updated_at: string
          work_key: string | null
          workspace_id: string
        }
        Insert: {
          asin: string
          created_at?: string
          created_by?: string | null
          ebay_item_id?: string | null
          error_code?: string | null
          error_message?: string | null
          finished_at?: string | null
          id?: string
          input: Json
          listing_id?: string | null
          offer_id?: string | null
          picture_url?: string | null
          plan: Json
          product_id?: string | null
          sku: string
          state?: string
          steps?: Json
          updated_at?: string
          work_key?: string | null
          workspace_id: string
        }
        Update: {
          asin?: string
          created_at?: string
          created_by?: string | null
          ebay_item_id?: string | null
          error_code?: string | null
          error_message?: string | null
          finished_at?: string | null
          id?: string
          input?: Json
          listing_id?: string | null
          offer_id?: string | null
          picture_url?: string | null
          plan?: Json
          product_id?: string | null
          sku?: string
          state?: string
          steps?: Json
          updated_at?: string
          work_key?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'quick_list_attempts_created_by_fkey'
            columns: ['created_by']
            isOneToOne: false
            referencedRelation: 'users'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'quick_list_attempts_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'quick_list_attempts_workspace_id_listing_id_fkey'
            columns: ['workspace_id', 'listing_id']
            isOneToOne: false
            referencedRelation: 'listings'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'quick_list_attempts_workspace_id_product_id_fkey'
            columns: ['workspace_id', 'product_id']
            isOneToOne: false
            referencedRelation: 'sourced_products'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      quick_list_facts: {
        Row: {
          asin: string
          facts: Json
          fetched_at: string
          workspace_id: string
        }
        Insert: {
          asin: string
          facts: Json
          fetched_at?: string
          workspace_id: string
        }
        Update: {
          asin?: string
          facts?: Json
          fetched_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'quick_list_facts_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      saved_replies: {
        Row: {
          created_at: string
          id: string
          shortcut: string
          text: string
          updated_at: string
          workspace_id: string
        }
        Insert: {
          created_at?: string
          id?: string
          shortcut: string
          text: string
          updated_at?: string
          workspace_id?: string
        }
        Update: {
          created_at?: string
          id?: string
          shortcut?: string
          text?: string
          updated_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'saved_replies_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      saved_views: {
        Row: {
          created_at: string
          created_by: string
          id: string
          is_shared: boolean
          name: string
          state: Json
          updated_at: string
          workspace_id: string
        }
        Insert: {
          created_at?: string
          created_by?: string
          id?: string
          is_shared?: boolean
          name: string
          state: Json
          updated_at?: string
          workspace_id?: string
        }
        Update: {
          created_at?: string
          created_by?: string
          id?: string
          is_shared?: boolean
          name?: string
          state?: Json
          updated_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'saved_views_created_by_fkey'
            columns: ['created_by']
            isOneToOne: false
            referencedRelation: 'users'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'saved_views_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      shipments: {
        Row: {
          aftership_id: string | null
          carrier_slug: string | null
          checkpoints: Json
          created_at: string
          eta: string | null
          id: string
          last_checkpoint_at: string | null
          product_id: string
          register_asked_at: string | null
          registration: string
          registration_error: string | null
          subtag: string | null
          synced_at: string | null
          tag: string | null
          tracking_number: string
          updated_at: string
          vendor_updated_at: string | null
          workspace_id: string
        }
        Insert: {
          aftership_id?: string | null
          carrier_slug?: string | null
          checkpoints?: Json
          created_at?: string
          eta?: string | null
          id?: string
          last_checkpoint_at?: string | null
          product_id: string
          register_asked_at?: string | null
          registration?: string
          registration_error?: string | null
          subtag?: string | null
          synced_at?: string | null
          tag?: string | null
          tracking_number: string
          updated_at?: string
          vendor_updated_at?: string | null
          workspace_id?: string
        }
        Update: {
          aftership_id?: string | null
          carrier_slug?: string | null
          checkpoints?: Json
          created_at?: string
          eta?: string | null
          id?: string
          last_checkpoint_at?: string | null
          product_id?: string
          register_asked_at?: string | null
          registration?: string
          registration_error?: string | null
          subtag?: string | null
          synced_at?: string | null
          tag?: string | null
          tracking_number?: string
          updated_at?: string
          vendor_updated_at?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'shipments_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'shipments_workspace_id_product_id_fkey'
            columns: ['workspace_id', 'product_id']
            isOneToOne: false
            referencedRelation: 'sourced_products'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      social_account_logins: {
        Row: {
          account_id: string
          avatar_url: string | null
          can_message: boolean
          can_post: boolean
          missing_permissions: string[]
          name: string
          network: string
          page_id: string | null
          provider: string
          seen_at: string
          sign_in: string
          username: string | null
          workspace_id: string
        }
        Insert: {
          account_id: string
          avatar_url?: string | null
          can_message?: boolean
          can_post?: boolean
          missing_permissions?: string[]
          name: string
          network: string
          page_id?: string | null
          provider: string
          seen_at?: string
          sign_in: string
          username?: string | null
          workspace_id: string
        }
        Update: {
          account_id?: string
          avatar_url?: string | null
          can_message?: boolean
          can_post?: boolean
          missing_permissions?: string[]
          name?: string
          network?: string
          page_id?: string | null
          provider?: string
          seen_at?: string
          sign_in?: string
          username?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'social_account_logins_workspace_id_provider_sign_in_fkey'
            columns: ['workspace_id', 'provider', 'sign_in']
            isOneToOne: false
            referencedRelation: 'social_sign_ins'
            referencedColumns: ['workspace_id', 'provider', 'account']
          },
        ]
      }
      social_connections: {
        Row: {
          account_id: string
          avatar_url: string | null
          can_message: boolean
          can_post: boolean
          connected_at: string
          created_at: string
          id: string
          is_active: boolean
          missing_permissions: string[]
          name: string
          network: string
          page_id: string | null
          provider: string
          sign_in: string
          updated_at: string
          username: string | null
          workspace_id: string
        }
        Insert: {
          account_id: string
          avatar_url?: string | null
          can_message?: boolean
          can_post?: boolean
          connected_at?: string
          created_at?: string
          id?: string
          is_active?: boolean
          missing_permissions?: string[]
          name: string
          network: string
          page_id?: string | null
          provider: string
          sign_in: string
          updated_at?: string
          username?: string | null
          workspace_id: string
        }
        Update: {
          account_id?: string
          avatar_url?: string | null
          can_message?: boolean
          can_post?: boolean
          connected_at?: string
          created_at?: string
          id?: string
          is_active?: boolean
          missing_permissions?: string[]
          name?: string
          network?: string
          page_id?: string | null
          provider?: string
          sign_in?: string
          updated_at?: string
          username?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'social_connections_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      social_hashtag_sets: {
        Row: {
          created_at: string
          id: string
          name: string
          tags: string[]
          updated_at: string
          workspace_id: string
        }
        Insert: {
          created_at?: string
          id?: string
          name: string
          tags: string[]
          updated_at?: string
          workspace_id?: string
        }
        Update: {
          created_at?: string
          id?: string
          name?: string
          tags?: string[]
          updated_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'social_hashtag_sets_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      social_limits: {
        Row: {
          checked_at: string | null
          is_blocking: boolean
          name: string
          network: string
          position: number
          source: string
          unit: string
          value: number
        }
        Insert: {
          checked_at?: string | null
          is_blocking: boolean
          name: string
          network: string
          position: number
          source: string
          unit: string
          value: number
        }
        Update: {
          checked_at?: string | null
          is_blocking?: boolean
          name?: string
          network?: string
          position?: number
          source?: string
          unit?: string
          value?: number
        }
        Relationships: []
      }
      social_post_jobs: {
        Row: {
          caption: string | null
          connection_id: string
          container_at: string | null
          container_id: string | null
          cover_error: string | null
          cover_state: string | null
          created_at: string
          error: string | null
          error_code: string | null
          failures: number
          id: string
          leased_until: string | null
          media_id: string | null
          network: string
          permalink: string | null
          post_id: string
          posted_at: string | null
          privacy: string | null
          publish_at: string | null
          run_at: string | null
          started_at: string | null
          state: string
          tags: string[]
          title: string | null
          updated_at: string
          waiting_code: string | null
          waiting_reason: string | null
          worker: string | null
          workspace_id: string
        }
        Insert: {
          caption?: string | null
          connection_id: string
          container_at?: string | null
          container_id?: string | null
          cover_error?: string | null
          cover_state?: string | null
          created_at?: string
          error?: string | null
          error_code?: string | null
          failures?: number
          id?: string
          leased_until?: string | null
          media_id?: string | null
          network: string
          permalink?: string | null
          post_id: string
          posted_at?: string | null
          privacy?: string | null
          publish_at?: string | null
          run_at?: string | null
          started_at?: string | null
          state?: string
          tags?: string[]
          title?: string | null
          updated_at?: string
          waiting_code?: string | null
          waiting_reason?: string | null
          worker?: string | null
          workspace_id?: string
        }
        Update: {
          caption?: string | null
          connection_id?: string
          container_at?: string | null
          container_id?: string | null
          cover_error?: string | null
          cover_state?: string | null
          created_at?: string
          error?: string | null
          error_code?: string | null
          failures?: number
          id?: string
          leased_until?: string | null
          media_id?: string | null
          network?: string
          permalink?: string | null
          post_id?: string
          posted_at?: string | null
          privacy?: string | null
          publish_at?: string | null
          run_at?: string | null
          started_at?: string | null
          state?: string
          tags?: string[]
          title?: string | null
          updated_at?: string
          waiting_code?: string | null
          waiting_reason?: string | null
          worker?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'social_post_jobs_workspace_id_connection_id_fkey'
            columns: ['workspace_id', 'connection_id']
            isOneToOne: false
            referencedRelation: 'social_connections'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'social_post_jobs_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'social_post_jobs_workspace_id_post_id_fkey'
            columns: ['workspace_id', 'post_id']
            isOneToOne: false
            referencedRelation: 'social_posts'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      social_posts: {
        Row: {
          caption: string
          covers: boolean
          created_at: string
          created_by: string | null
          dub_language: string | null
          id: string
          is_ai_generated: boolean
          link: string | null
          product_id: string | null
          repeats_post_id: string | null
          schedule_rule: string | null
          scheduled_at: string | null
          scheduled_wall: string | null
          state: string
          time_zone: string | null
          updated_at: string
          video_id: string | null
          workspace_id: string
        }
        Insert: {
          caption?: string
          covers?: boolean
          created_at?: string
          created_by?: string | null
          dub_language?: string | null
          id?: string
          is_ai_generated?: boolean
          link?: string | null
          product_id?: string | null
          repeats_post_id?: string | null
          schedule_rule?: string | null
          scheduled_at?: string | null
          scheduled_wall?: string | null
          state?: string
          time_zone?: string | null
          updated_at?: string
          video_id?: string | null
          workspace_id?: string
        }
        Update: {
          caption?: string
          covers?: boolean
          created_at?: string
          created_by?: string | null
          dub_language?: string | null
          id?: string
          is_ai_generated?: boolean
          link?: string | null
          product_id?: string | null
          repeats_post_id?: string | null
          schedule_rule?: string | null
          scheduled_at?: string | null
          scheduled_wall?: string | null
          state?: string
          time_zone?: string | null
          updated_at?: string
          video_id?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'social_posts_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'social_posts_workspace_id_product_id_fkey'
            columns: ['workspace_id', 'product_id']
            isOneToOne: false
            referencedRelation: 'sourced_products'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'social_posts_workspace_id_repeats_post_id_fkey'
            columns: ['workspace_id', 'repeats_post_id']
            isOneToOne: false
            referencedRelation: 'social_posts'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'social_posts_workspace_id_video_id_fkey'
            columns: ['workspace_id', 'video_id']
            isOneToOne: false
            referencedRelation: 'product_videos'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      social_repeats: {
        Row: {
          created_at: string
          created_by: string | null
          ended: string | null
          ends_on: string | null
          every_days: number
          id: string
          last_on: string | null
          last_post_id: string | null
          made: number
          max_times: number | null
          post_id: string
          starts_on: string
          time_zone: string
          updated_at: string
          wall_time: string
          workspace_id: string
        }
        Insert: {
          created_at?: string
          created_by?: string | null
          ended?: string | null
          ends_on?: string | null
          every_days: number
          id?: string
          last_on?: string | null
          last_post_id?: string | null
          made?: number
          max_times?: number | null
          post_id: string
          starts_on: string
          time_zone: string
          updated_at?: string
          wall_time: string
          workspace_id: string
        }
        Update: {
          created_at?: string
          created_by?: string | null
          ended?: string | null
          ends_on?: string | null
          every_days?: number
          id?: string
          last_on?: string | null
          last_post_id?: string | null
          made?: number
          max_times?: number | null
          post_id?: string
          starts_on?: string
          time_zone?: string
          updated_at?: string
          wall_time?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'social_repeats_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'social_repeats_workspace_id_last_post_id_fkey'
            columns: ['workspace_id', 'last_post_id']
            isOneToOne: false
            referencedRelation: 'social_posts'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'social_repeats_workspace_id_post_id_fkey'
            columns: ['workspace_id', 'post_id']
            isOneToOne: false
            referencedRelation: 'social_posts'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      social_settings: {
        Row: {
          time_zone: string
          updated_at: string
          workspace_id: string
        }
        Insert: {
          time_zone: string
          updated_at?: string
          workspace_id: string
        }
        Update: {
          time_zone?: string
          updated_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'social_settings_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: true
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      social_sign_ins: {
        Row: {
          account: string
          connected_at: string
          created_at: string
          error_code: string | null
          error_count: number
          error_since: string | null
          expires_at: string | null
          last_success_at: string | null
          name: string
          permissions: string[]
          provider: string
          refreshed_at: string
          state: string
          updated_at: string
          user_id: string
          workspace_id: string
        }
        Insert: {
          account: string
          connected_at?: string
          created_at?: string
          error_code?: string | null
          error_count?: number
          error_since?: string | null
          expires_at?: string | null
          last_success_at?: string | null
          name: string
          permissions?: string[]
          provider: string
          refreshed_at?: string
          state?: string
          updated_at?: string
          user_id: string
          workspace_id: string
        }
        Update: {
          account?: string
          connected_at?: string
          created_at?: string
          error_code?: string | null
          error_count?: number
          error_since?: string | null
          expires_at?: string | null
          last_success_at?: string | null
          name?: string
          permissions?: string[]
          provider?: string
          refreshed_at?: string
          state?: string
          updated_at?: string
          user_id?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'social_sign_ins_user_id_fkey'
            columns: ['user_id']
            isOneToOne: false
            referencedRelation: 'users'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'social_sign_ins_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      social_slots: {
        Row: {
          connection_ids: string[]
          id: string
          wall_time: string
          weekday: number
          workspace_id: string
        }
        Insert: {
          connection_ids?: string[]
          id?: string
          wall_time: string
          weekday: number
          workspace_id: string
        }
        Update: {
          connection_ids?: string[]
          id?: string
          wall_time?: string
          weekday?: number
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'social_slots_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      social_templates: {
        Row: {
          body: string
          created_at: string
          id: string
          name: string
          network: string | null
          updated_at: string
          workspace_id: string
        }
        Insert: {
          body: string
          created_at?: string
          id?: string
          name: string
          network?: string | null
          updated_at?: string
          workspace_id?: string
        }
        Update: {
          body?: string
          created_at?: string
          id?: string
          name?: string
          network?: string | null
          updated_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'social_templates_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      sourced_products: {
        Row: {
          archived_at: string | null
          asin: string
          brand: string | null
          category: string | null
          collaboration_type_id: string | null
          contact_source_id: string | null
          cost_cents: number | null
          created_at: string
          created_by: string | null
          currency: string
          custom_values: Json
          decision: string | null
          deleted_at: string | null
          fees_cents: number | null
          fill_in_error: string | null
          fill_in_state: string | null
          follow_up_date: string | null
          follow_up_note: string | null
          id: string
          image_url: string | null
          important_date: string | null
          important_date_comment: string | null
          is_status_set_by_person: boolean
          is_video_title_typed: boolean
          marketplace_id: string | null
          notes: string | null
          owners: Json
          purchase_date: string | null
          quantity: number
          requirements: string | null
          search_text: string | null
          source: string | null
          status_id: string | null
          status_set_at: string
          title: string | null
          updated_at: string
          video_title: string
          workspace_id: string
        }
        Insert: {
          archived_at?: string | null
          asin: string
          brand?: string | null
          category?: string | null
          collaboration_type_id?: string | null
          contact_source_id?: string | null
          cost_cents?: number | null
          created_at?: string
          created_by?: string | null
          currency?: string
          custom_values?: Json
          decision?: string | null
          deleted_at?: string | null
          fees_cents?: number | null
          fill_in_error?: string | null
          fill_in_state?: string | null
          follow_up_date?: string | null
          follow_up_note?: string | null
          id?: string
          image_url?: string | null
          important_date?: string | null
          important_date_comment?: string | null
          is_status_set_by_person?: boolean
          is_video_title_typed?: boolean
          marketplace_id?: string | null
          notes?: string | null
          owners?: Json
          purchase_date?: string | null
          quantity?: number
          requirements?: string | null
          search_text?: never
          source?: string | null
          status_id?: string | null
          status_set_at?: string
          title?: string | null
          updated_at?: string
          video_title?: string
          workspace_id?: string
        }
        Update: {
          archived_at?: string | null
          asin?: string
          brand?: string | null
          category?: string | null
          collaboration_type_id?: string | null
          contact_source_id?: string | null
          cost_cents?: number | null
          created_at?: string
          created_by?: string | null
          currency?: string
          custom_values?: Json
          decision?: string | null
          deleted_at?: string | null
          fees_cents?: number | null
          fill_in_error?: string | null
          fill_in_state?: string | null
          follow_up_date?: string | null
          follow_up_note?: string | null
          id?: string
          image_url?: string | null
          important_date?: string | null
          important_date_comment?: string | null
          is_status_set_by_person?: boolean
          is_video_title_typed?: boolean
          marketplace_id?: string | null
          notes?: string | null
          owners?: Json
          purchase_date?: string | null
          quantity?: number
          requirements?: string | null
          search_text?: never
          source?: string | null
          status_id?: string | null
          status_set_at?: string
          title?: string | null
          updated_at?: string
          video_title?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'sourced_products_workspace_id_collaboration_type_id_fkey'
            columns: ['workspace_id', 'collaboration_type_id']
            isOneToOne: false
            referencedRelation: 'crm_collaboration_types'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'sourced_products_workspace_id_contact_source_id_fkey'
            columns: ['workspace_id', 'contact_source_id']
            isOneToOne: false
            referencedRelation: 'crm_contact_sources'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'sourced_products_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'sourced_products_workspace_id_marketplace_id_fkey'
            columns: ['workspace_id', 'marketplace_id']
            isOneToOne: false
            referencedRelation: 'crm_marketplaces'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'sourced_products_workspace_id_status_id_fkey'
            columns: ['workspace_id', 'status_id']
            isOneToOne: false
            referencedRelation: 'crm_statuses'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      strategies: {
        Row: {
          amount_cents: number | null
          blackout_dates: Json
          created_at: string
          created_by: string | null
          id: string
          interval_days: number
          is_active: boolean
          is_live: boolean
          kind: string
          live_since: string | null
          max_cut_cents: number | null
          max_cuts_per_day: number | null
          name: string
          percentage_bp: number | null
          price_ending: number | null
          quiet_from: string | null
          quiet_until: string | null
          rule_version: number
          start_delay_days: number
          steps: Json
          time_zone: string
          updated_at: string
          workspace_id: string
        }
        Insert: {
          amount_cents?: number | null
          blackout_dates?: Json
          created_at?: string
          created_by?: string | null
          id?: string
          interval_days: number
          is_active?: boolean
          is_live?: boolean
          kind: string
          live_since?: string | null
          max_cut_cents?: number | null
          max_cuts_per_day?: number | null
          name: string
          percentage_bp?: number | null
          price_ending?: number | null
          quiet_from?: string | null
          quiet_until?: string | null
          rule_version?: number
          start_delay_days?: number
          steps?: Json
          time_zone?: string
          updated_at?: string
          workspace_id?: string
        }
        Update: {
          amount_cents?: number | null
          blackout_dates?: Json
          created_at?: string
          created_by?: string | null
          id?: string
          interval_days?: number
          is_active?: boolean
          is_live?: boolean
          kind?: string
          live_since?: string | null
          max_cut_cents?: number | null
          max_cuts_per_day?: number | null
          name?: string
          percentage_bp?: number | null
          price_ending?: number | null
          quiet_from?: string | null
          quiet_until?: string | null
          rule_version?: number
          start_delay_days?: number
          steps?: Json
          time_zone?: string
          updated_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'strategies_created_by_fkey'
            columns: ['created_by']
            isOneToOne: false
            referencedRelation: 'users'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'strategies_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      task_placements: {
        Row: {
          checked_at: string
          first_seen_at: string | null
          known_videos: number
          last_seen_at: string | null
          other_names: string[]
          position: number | null
          source: string
          state: string
          task_id: string
          workspace_id: string
        }
        Insert: {
          checked_at: string
          first_seen_at?: string | null
          known_videos: number
          last_seen_at?: string | null
          other_names?: string[]
          position?: number | null
          source: string
          state: string
          task_id: string
          workspace_id: string
        }
        Update: {
          checked_at?: string
          first_seen_at?: string | null
          known_videos?: number
          last_seen_at?: string | null
          other_names?: string[]
          position?: number | null
          source?: string
          state?: string
          task_id?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'task_placements_task_id_fkey'
            columns: ['task_id']
            isOneToOne: true
            referencedRelation: 'influencer_tasks'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'task_placements_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      thumbnail_run_items: {
        Row: {
          after_path: string | null
          before_path: string | null
          error: string | null
          error_code: string | null
          id: string
          position: number
          run_id: string
          state: string
          text: Json
          thumbnail_id: string
          warnings: Json
          workspace_id: string
        }
        Insert: {
          after_path?: string | null
          before_path?: string | null
          error?: string | null
          error_code?: string | null
          id?: string
          position: number
          run_id: string
          state?: string
          text?: Json
          thumbnail_id: string
          warnings?: Json
          workspace_id: string
        }
        Update: {
          after_path?: string | null
          before_path?: string | null
          error?: string | null
          error_code?: string | null
          id?: string
          position?: number
          run_id?: string
          state?: string
          text?: Json
          thumbnail_id?: string
          warnings?: Json
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'thumbnail_run_items_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'thumbnail_run_items_workspace_id_run_id_fkey'
            columns: ['workspace_id', 'run_id']
            isOneToOne: false
            referencedRelation: 'thumbnail_runs'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'thumbnail_run_items_workspace_id_thumbnail_id_fkey'
            columns: ['workspace_id', 'thumbnail_id']
            isOneToOne: false
            referencedRelation: 'thumbnails'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      thumbnail_runs: {
        Row: {
          created_at: string
          created_by: string | null
          finished_at: string | null
          id: string
          kind: string
          template_id: string | null
          workspace_id: string
        }
        Insert: {
          created_at?: string
          created_by?: string | null
          finished_at?: string | null
          id?: string
          kind: string
          template_id?: string | null
          workspace_id: string
        }
        Update: {
          created_at?: string
          created_by?: string | null
          finished_at?: string | null
          id?: string
          kind?: string
          template_id?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'thumbnail_runs_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'thumbnail_runs_workspace_id_template_id_fkey'
            columns: ['workspace_id', 'template_id']
            isOneToOne: false
            referencedRelation: 'thumbnail_templates'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      thumbnail_template_versions: {
        Row: {
          background: string | null
          changed: string[]
          created_at: string
          created_by: string | null
          fit: string
          id: string
          image_height: number
          image_path: string
          image_sha256: string
          image_width: number
          layers: Json
          placement_zone: Json
          removes_white_background: boolean
          restored_from: number | null
          template_id: string
          version: number
          workspace_id: string
        }
        Insert: {
          background?: string | null
          changed?: string[]
          created_at?: string
          created_by?: string | null
          fit: string
          id?: string
          image_height: number
          image_path: string
          image_sha256: string
          image_width: number
          layers: Json
          placement_zone: Json
          removes_white_background: boolean
          restored_from?: number | null
          template_id: string
          version: number
          workspace_id: string
        }
        Update: {
          background?: string | null
          changed?: string[]
          created_at?: string
          created_by?: string | null
          fit?: string
          id?: string
          image_height?: number
          image_path?: string
          image_sha256?: string
          image_width?: number
          layers?: Json
          placement_zone?: Json
          removes_white_background?: boolean
          restored_from?: number | null
          template_id?: string
          version?: number
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'thumbnail_template_versions_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'thumbnail_template_versions_workspace_id_template_id_fkey'
            columns: ['workspace_id', 'template_id']
            isOneToOne: false
            referencedRelation: 'thumbnail_templates'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      thumbnail_templates: {
        Row: {
          background: string | null
          created_at: string
          created_by: string | null
          fit: string
          id: string
          image_height: number
          image_path: string
          image_sha256: string
          image_width: number
          is_active: boolean
          layers: Json
          name: string
          owner_id: string
          placement_zone: Json
          removes_white_background: boolean
          updated_at: string
          version: number
          workspace_id: string
        }
        Insert: {
          background?: string | null
          created_at?: string
          created_by?: string | null
          fit: string
          id?: string
          image_height: number
          image_path: string
          image_sha256: string
          image_width: number
          is_active?: boolean
          layers?: Json
          name: string
          owner_id: string
          placement_zone: Json
          removes_white_background: boolean
          updated_at?: string
          version?: number
          workspace_id?: string
        }
        Update: {
          background?: string | null
          created_at?: string
          created_by?: string | null
          fit?: string
          id?: string
          image_height?: number
          image_path?: string
          image_sha256?: string
          image_width?: number
          is_active?: boolean
          layers?: Json
          name?: string
          owner_id?: string
          placement_zone?: Json
          removes_white_background?: boolean
          updated_at?: string
          version?: number
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'thumbnail_templates_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'thumbnail_templates_workspace_id_owner_id_fkey'
            columns: ['workspace_id', 'owner_id']
            isOneToOne: false
            referencedRelation: 'crm_owners'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      thumbnails: {
        Row: {
          asin: string
          created_at: string
          error: string | null
          error_code: string | null
          id: string
          owner_id: string | null
          product_id: string
          search_asin: string
          state: string
          storage_path: string | null
          template_id: string | null
          template_version: number | null
          text: Json
          updated_at: string
          warnings: Json
          workspace_id: string
        }
        Insert: {
          asin: string
          created_at?: string
          error?: string | null
          error_code?: string | null
          id?: string
          owner_id?: string | null
          product_id: string
          search_asin: string
          state?: string
          storage_path?: string | null
          template_id?: string | null
          template_version?: number | null
          text?: Json
          updated_at?: string
          warnings?: Json
          workspace_id: string
        }
        Update: {
          asin?: string
          created_at?: string
          error?: string | null
          error_code?: string | null
          id?: string
          owner_id?: string | null
          product_id?: string
          search_asin?: string
          state?: string
          storage_path?: string | null
          template_id?: string | null
          template_version?: number | null
          text?: Json
          updated_at?: string
          warnings?: Json
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'thumbnails_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'thumbnails_workspace_id_owner_id_fkey'
            columns: ['workspace_id', 'owner_id']
            isOneToOne: false
            referencedRelation: 'crm_owners'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'thumbnails_workspace_id_product_id_fkey'
            columns: ['workspace_id', 'product_id']
            isOneToOne: false
            referencedRelation: 'sourced_products'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'thumbnails_workspace_id_template_id_fkey'
            columns: ['workspace_id', 'template_id']
            isOneToOne: false
            referencedRelation: 'thumbnail_templates'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      upload_sessions: {
        Row: {
          created_at: string
          created_by: string | null
          expires_at: string
          file_size: number
          filename: string
          fingerprint: string | null
          id: string
          mime_type: string
          onedrive_drive_id: string | null
          onedrive_folder_id: string | null
          onedrive_item_id: string | null
          onedrive_name: string | null
          product_id: string
          source: string
          storage_path: string | null
          upload_url_sealed: string | null
          video_id: string | null
          workspace_id: string
        }
        Insert: {
          created_at?: string
          created_by?: string | null
          expires_at: string
          file_size: number
          filename: string
          fingerprint?: string | null
          id?: string
          mime_type: string
          onedrive_drive_id?: string | null
          onedrive_folder_id?: string | null
          onedrive_item_id?: string | null
          onedrive_name?: string | null
          product_id: string
          source?: string
          storage_path?: string | null
          upload_url_sealed?: string | null
          video_id?: string | null
          workspace_id?: string
        }
        Update: {
          created_at?: string
          created_by?: string | null
          expires_at?: string
          file_size?: number
          filename?: string
          fingerprint?: string | null
          id?: string
          mime_type?: string
          onedrive_drive_id?: string | null
          onedrive_folder_id?: string | null
          onedrive_item_id?: string | null
          onedrive_name?: string | null
          product_id?: string
          source?: string
          storage_path?: string | null
          upload_url_sealed?: string | null
          video_id?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'upload_sessions_created_by_fkey'
            columns: ['created_by']
            isOneToOne: false
            referencedRelation: 'users'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'upload_sessions_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'upload_sessions_workspace_id_product_id_fkey'
            columns: ['workspace_id', 'product_id']
            isOneToOne: false
            referencedRelation: 'sourced_products'
            referencedColumns: ['workspace_id', 'id']
          },
          {
            foreignKeyName: 'upload_sessions_workspace_id_video_id_fkey'
            columns: ['workspace_id', 'video_id']
            isOneToOne: false
            referencedRelation: 'product_videos'
            referencedColumns: ['workspace_id', 'id']
          },
        ]
      }
      user_onedrive_connections: {
        Row: {
          account_email: string
          connected_at: string
          created_at: string
          drive_id: string
          error_code: string | null
          error_count: number
          error_since: string | null
          folder_id: string | null
          folder_path: string | null
          is_chosen: boolean
          last_success_at: string | null
          refreshed_at: string
          state: string
          updated_at: string
          user_id: string
          workspace_id: string
        }
        Insert: {
          account_email: string
          connected_at?: string
          created_at?: string
          drive_id: string
          error_code?: string | null
          error_count?: number
          error_since?: string | null
          folder_id?: string | null
          folder_path?: string | null
          is_chosen?: boolean
          last_success_at?: string | null
          refreshed_at?: string
          state?: string
          updated_at?: string
          user_id: string
          workspace_id: string
        }
        Update: {
          account_email?: string
          connected_at?: string
          created_at?: string
          drive_id?: string
          error_code?: string | null
          error_count?: number
          error_since?: string | null
          folder_id?: string | null
          folder_path?: string | null
          is_chosen?: boolean
          last_success_at?: string | null
          refreshed_at?: string
          state?: string
          updated_at?: string
          user_id?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'user_onedrive_connections_user_id_fkey'
            columns: ['user_id']
            isOneToOne: false
            referencedRelation: 'users'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'user_onedrive_connections_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: true
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      users: {
        Row: {
          avatar_url: string | null
          created_at: string
          current_workspace_id: string | null
          email: string
          email_notices: boolean
          id: string
          is_admin: boolean
          locale: string
          name: string
          theme: string
          time_zone: string
          updated_at: string
        }
        Insert: {
          avatar_url?: string | null
          created_at?: string
          current_workspace_id?: string | null
          email: string
          email_notices?: boolean
          id: string
          is_admin?: boolean
          locale?: string
          name: string
          theme?: string
          time_zone?: string
          updated_at?: string
        }
        Update: {
          avatar_url?: string | null
          created_at?: string
          current_workspace_id?: string | null
          email?: string
          email_notices?: boolean
          id?: string
          is_admin?: boolean
          locale?: string
          name?: string
          theme?: string
          time_zone?: string
          updated_at?: string
        }
        Relationships: [
          {
            foreignKeyName: 'users_current_workspace_id_fkey'
            columns: ['current_workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      video_variants: {
        Row: {
          cost_credits: number | null
          created_at: string
          error: string | null
          error_code: string | null
          expected_seconds: number | null
          file_size: number | null
          finished_at: string | null
          id: string
          kind: string
          language: string | null
          mime_type: string | null
          ordered_at: string | null
          output_path: string | null
          profile: string | null
          progress: number
          requested_by: string | null
          started_at: string | null
          state: string
          storage_path: string | null
          updated_at: string
          vendor_id: string | null
          vendor_name: string | null
          video_id: string
          waiting_code: string | null
          waiting_reason: string | null
          work_key: string | null
          workspace_id: string
        }
        Insert: {
          cost_credits?: number | null
          created_at?: string
          error?: string | null
          error_code?: string | null
          expected_seconds?: number | null
          file_size?: number | null
          finished_at?: string | null
          id?: string
          kind: string
          language?: string | null
          mime_type?: string | null
          ordered_at?: string | null
          output_path?: string | null
          profile?: string | null
          progress?: number
          requested_by?: string | null
          started_at?: string | null
          state?: string
          storage_path?: string | null
          updated_at?: string
          vendor_id?: string | null
          vendor_name?: string | null
          video_id: string
          waiting_code?: string | null
          waiting_reason?: string | null
          work_key?: string | null
          workspace_id: string
        }
        Update: {
          cost_credits?: number | null
          created_at?: string
          error?: string | null
          error_code?: string | null
          expected_seconds?: number | null
          file_size?: number | null
          finished_at?: string | null
          id?: string
          kind?: string
          language?: string | null
          mime_type?: string | null
          ordered_at?: string | null
          output_path?: string | null
          profile?: string | null
          progress?: number
          requested_by?: string | null
          started_at?: string | null
          state?: string
          storage_path?: string | null
          updated_at?: string
          vendor_id?: string | null
          vendor_name?: string | null
          video_id?: string
          waiting_code?: string | null
          waiting_reason?: string | null
          work_key?: string | null
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'video_variants_video_id_fkey'
            columns: ['video_id']
            isOneToOne: false
            referencedRelation: 'product_videos'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'video_variants_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      workspace_marketplaces: {
        Row: {
          created_at: string
          is_enabled: boolean
          is_home: boolean
          language: string | null
          marketplace: string
          other_storefronts: string[]
          storefront_name: string | null
          updated_at: string
          workspace_id: string
        }
        Insert: {
          created_at?: string
          is_enabled: boolean
          is_home?: boolean
          language?: string | null
          marketplace: string
          other_storefronts?: string[]
          storefront_name?: string | null
          updated_at?: string
          workspace_id?: string
        }
        Update: {
          created_at?: string
          is_enabled?: boolean
          is_home?: boolean
          language?: string | null
          marketplace?: string
          other_storefronts?: string[]
          storefront_name?: string | null
          updated_at?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'workspace_marketplaces_marketplace_fkey'
            columns: ['marketplace']
            isOneToOne: false
            referencedRelation: 'marketplaces'
            referencedColumns: ['code']
          },
          {
            foreignKeyName: 'workspace_marketplaces_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      workspace_members: {
        Row: {
          created_at: string
          default_view: string | null
          role: string
          user_id: string
          workspace_id: string
        }
        Insert: {
          created_at?: string
          default_view?: string | null
          role: string
          user_id: string
          workspace_id: string
        }
        Update: {
          created_at?: string
          default_view?: string | null
          role?: string
          user_id?: string
          workspace_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'workspace_members_user_id_fkey'
            columns: ['user_id']
            isOneToOne: false
            referencedRelation: 'users'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'workspace_members_workspace_id_fkey'
            columns: ['workspace_id']
            isOneToOne: false
            referencedRelation: 'workspaces'
            referencedColumns: ['id']
          },
        ]
      }
      workspaces: {
        Row: {
          created_at: string
          id: string
          makes_thumbnails: boolean
          name: string
          updated_at: string
        }
        Insert: {
          created_at?: string
          id?: string
          makes_thumbnails?: boolean
          name: string
          updated_at?: string
        }
        Update: {
          created_at?: string
          id?: string
          makes_thumbnails?: boolean
          name?: string
          updated_at?: string
        }
        Relationships: []
      }
    }
    Views: {
      [_ in never]: never
    }
    Functions: {
      add_import_rows: {
        Args: {
          p_first_row: number
          p_id: string
          p_is_last: boolean
          p_rows: Json
        }
        Returns: Json
      }
      add_panel_session: {
        Args: {
          p_device: string
          p_session_id: string
          p_user_id: string
        }
        Returns: undefined
      }
      add_sourced_product: {
        Args: {
          p_product: Json
        }
        Returns: Json
      }
      ask_periodic_job: {
        Args: {
          p_kind: string
          p_period_began: string
        }
        Returns: boolean
      }
      backfill_video_ids: {
        Args: {
          p_is_dry_run?: boolean
        }
        Returns: Json
      }
      begin_dub: {
        Args: {
          p_variant_id: string
        }
        Returns: Json
      }
      begin_ebay_sync: {
        Args: {
          p_not_before?: string
          p_workspace_id: string
        }
        Returns: Json
      }
      begin_idempotent: {
        Args: {
          p_fingerprint: string
          p_is_repeatable?: boolean
          p_key: string
        }
        Returns: Json
      }
      begin_inbox_reply: {
        Args: {
          p_id: string
        }
        Returns: boolean
      }
      begin_notice_email: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      begin_oauth: {
        Args: {
          p_code_verifier_sealed?: string
          p_provider: string
          p_seconds?: number
          p_state_hash: string
        }
        Returns: undefined
      }
      begin_onedrive_upload: {
        Args: {
          p_extension: string
          p_file_size: number
          p_filename: string
          p_fingerprint?: string
          p_mime_type: string
          p_product_id: string
        }
        Returns: Json
      }
      begin_price_calls: {
        Args: {
          p_items: Json
          p_workspace_id: string
        }
        Returns: Json
      }
      begin_price_run: {
        Args: {
          p_requested_by?: string
          p_scope?: Json
          p_started_by: string
          p_workspace_id: string
        }
        Returns: Json
      }
      begin_quick_list: {
        Args: {
          p_id: string
          p_workspace_id: string
        }
        Returns: Json
      }
      begin_registration: {
        Args: {
          p_shipment_id: string
        }
        Returns: Json
      }
      begin_social_preparing: {
        Args: {
          p_job_id: string
          p_worker: string
          p_youtube_quota?: number
        }
        Returns: string
      }
      begin_social_publishing: {
        Args: {
          p_container_id?: string
          p_job_id: string
          p_worker: string
        }
        Returns: boolean
      }
      begin_template_upload: {
        Args: {
          p_extension: string
        }
        Returns: Json
      }
      begin_upload: {
        Args: {
          p_extension: string
          p_file_size: number
          p_filename: string
          p_fingerprint?: string
          p_mime_type: string
          p_product_id: string
          p_seconds: number
        }
        Returns: Json
      }
      begin_variant: {
        Args: {
          p_variant_id: string
        }
        Returns: Json
      }
      bulk_edit_products: {
        Args: {
          p_change: Json
          p_limit?: number
          p_target: Json
        }
        Returns: Json
      }
      cancel_catalog_run: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      cancel_correlation_search: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      cancel_import: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      cancel_planned_changes: {
        Args: {
          p_code: string
          p_ids: string[]
          p_workspace_id: string
        }
        Returns: number
      }
      cancel_social_post: {
        Args: {
          p_id: string
          p_if_match?: string
        }
        Returns: undefined
      }
      carry_over_listings: {
        Args: {
          p_ids: string[]
          p_is_wanted?: boolean
        }
        Returns: number
      }
      change_inbox_conversations: {
        Args: {
          p_change: Json
          p_ids: string[]
        }
        Returns: number
      }
      check_notices: {
        Args: never
        Returns: undefined
      }
      choose_social_accounts: {
        Args: {
          p_accounts: Json
          p_provider: string
          p_sign_in: string
        }
        Returns: undefined
      }
      choose_video: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      claim_fill_ins: {
        Args: {
          p_limit?: number
          p_product_id: string
        }
        Returns: {
          asin: string
          id: string
        }[]
      }
      claim_jobs: {
        Args: {
          p_batch?: number
          p_ends_at?: string
          p_lease_seconds?: number
          p_worker: string
        }
        Returns: {
          attempts: number
          id: number
          kind: string
          max_attempts: number
          payload: Json
          workspace_id: string
        }[]
      }
      claim_refresh: {
        Args: {
          p_account: string
          p_lease_seconds: number
          p_provider: string
          p_token_version: string
          p_worker: string
          p_workspace_id: string
        }
        Returns: Json
      }
      claim_social_jobs: {
        Args: {
          p_lease_seconds: number
          p_limit: number
          p_worker: string
          p_workspace_id?: string
        }
        Returns: Json
      }
      claim_source_lists: {
        Args: {
          p_lease: string
          p_lease_seconds: number
          p_marketplace: string
          p_max_age_seconds: number
          p_names: string[]
          p_source: string
        }
        Returns: Json
      }
      claim_source_reads: {
        Args: {
          p_asins: string[]
          p_lease: string
          p_lease_seconds: number
          p_marketplace: string
          p_max_age_seconds: number
          p_source: string
          p_videos: boolean
        }
        Returns: Json
      }
      count_catalog: {
        Args: never
        Returns: Json
      }
      count_correlations: {
        Args: {
          p_product_id?: string
        }
        Returns: Json
      }
      count_cuts_today: {
        Args: {
          p_workspace_id: string
        }
        Returns: Json
      }
      count_inbox_conversations: {
        Args: never
        Returns: Json
      }
      count_influencer_tasks: {
        Args: never
        Returns: Json
      }
      count_listings: {
        Args: never
        Returns: Json
      }
      count_my_cuts_today: {
        Args: never
        Returns: Json
      }
      count_recorded_listings: {
        Args: {
          p_scope: Json
        }
        Returns: number
      }
      count_refused_work: {
        Args: {
          p_account: string
          p_provider: string
          p_workspace_id: string
        }
        Returns: undefined
      }
      count_social_posts: {
        Args: never
        Returns: Json
      }
      count_sourced_products: {
        Args: {
          p_filters: Json
        }
        Returns: Json
      }
      count_unsettled_changes: {
        Args: {
          p_workspace_id: string
        }
        Returns: Json
      }
      create_crm_row: {
        Args: {
          p_list: string
          p_values: Json
        }
        Returns: Json
      }
      create_import: {
        Args: {
          p_import: Json
        }
        Returns: Json
      }
      create_panel_code: {
        Args: {
          p_code_hash: string
        }
        Returns: string
      }
      create_social_post: {
        Args: {
          p_post: Json
          p_schedule?: Json
        }
        Returns: string
      }
      create_social_repeat: {
        Args: {
          p_repeat: Json
        }
        Returns: string
      }
      create_thumbnail_template: {
        Args: {
          p_image: Json
          p_template: Json
          p_upload_id: string
        }
        Returns: string
      }
      decide_correlation: {
        Args: {
          p_decision: string
          p_id: string
          p_is_shown_in_video?: boolean
        }
        Returns: Json
      }
      decide_correlations: {
        Args: {
          p_decision: string
          p_ids: string[]
          p_is_shown_in_video?: boolean
        }
        Returns: Json
      }
      delete_crm_row: {
        Args: {
          p_id: string
          p_limit?: number
          p_list: string
          p_move_to?: string
        }
        Returns: Json
      }
      delete_ebay_account: {
        Args: {
          p_ebay_user_id: string
          p_event_id: string
        }
        Returns: boolean
      }
      delete_ebay_account_rows: {
        Args: {
          p_ebay_user_id: string
          p_limit?: number
        }
        Returns: number
      }
      delete_influencer_task: {
        Args: {
          p_id: string
        }
        Returns: string
      }
      delete_social_post: {
        Args: {
          p_id: string
          p_if_match?: string
        }
        Returns: string
      }
      delete_social_repeat: {
        Args: {
          p_id: string
        }
        Returns: string
      }
      delete_thumbnail_template: {
        Args: {
          p_id: string
        }
        Returns: string
      }
      delete_video: {
        Args: {
          p_delete_file: boolean
          p_id: string
        }
        Returns: boolean
      }
      delete_workspace_rows: {
        Args: {
          p_limit?: number
          p_workspace_id: string
        }
        Returns: number
      }
      edit_product_rows: {
        Args: {
          p_rows: Json
        }
        Returns: Json
      }
      editor_workspace_id: {
        Args: never
        Returns: string
      }
      end_listings: {
        Args: {
          p_errors?: Json
          p_rows: Json
          p_sync_id: string
          p_workspace_id: string
        }
        Returns: number
      }
      end_session: {
        Args: {
          p_session_id: string
        }
        Returns: boolean
      }
      enqueue_ebay_jobs: {
        Args: {
          p_kind: string
        }
        Returns: number
      }
      enqueue_job: {
        Args: {
          p_key: string
          p_kind: string
          p_payload?: Json
          p_run_at?: string
          p_workspace_id?: string
        }
        Returns: number
      }
      enqueue_onedrive_sweeps: {
        Args: never
        Returns: undefined
      }
      enter_sync_phase: {
        Args: {
          p_phase: string
          p_reading: number
          p_sync_id: string
          p_workspace_id: string
        }
        Returns: Json
      }
      extend_job: {
        Args: {
          p_done?: number
          p_id: number
          p_lease_seconds?: number
          p_total?: number
          p_worker: string
        }
        Returns: boolean
      }
      extend_social_jobs: {
        Args: {
          p_lease_seconds: number
          p_worker: string
        }
        Returns: undefined
      }
      fail_connection: {
        Args: {
          p_account: string
          p_error_code: string
          p_provider: string
          p_state: string
          p_token_version: string
          p_worker?: string
          p_workspace_id: string
        }
        Returns: boolean
      }
      fail_dub: {
        Args: {
          p_code: string
          p_is_lost: boolean
          p_message: string
          p_variant_id: string
          p_work_key: string
        }
        Returns: undefined
      }
      fail_job: {
        Args: {
          p_code: string
          p_id: number
          p_is_final?: boolean
          p_message: string
          p_retry_after_seconds?: number
          p_worker: string
        }
        Returns: boolean
      }
      fail_quick_list: {
        Args: {
          p_error_code?: string
          p_error_message?: string
          p_id: string
          p_work_key: string
          p_workspace_id: string
        }
        Returns: undefined
      }
      fail_social_job: {
        Args: {
          p_code: string
          p_error: string
          p_job_id: string
          p_worker: string
        }
        Returns: boolean
      }
      fail_variant: {
        Args: {
          p_code: string
          p_is_video_unfit?: boolean
          p_message: string
          p_variant_id: string
          p_work_key: string
        }
        Returns: undefined
      }
      find_post_videos: {
        Args: {
          p_asins: string[]
        }
        Returns: Json
      }
      find_thumbnail: {
        Args: {
          p_asin?: string
          p_marketplace?: string
          p_product_id?: string
          p_task_id?: string
        }
        Returns: Json
      }
      finish_ebay_sync: {
        Args: {
          p_error_code?: string
          p_error_message?: string
          p_reading?: number
          p_sync_id: string
          p_workspace_id: string
        }
        Returns: undefined
      }
      finish_idempotent: {
        Args: {
          p_body: Json
          p_key: string
          p_status: number
        }
        Returns: undefined
      }
      finish_import_check: {
        Args: {
          p_check_no: number
          p_import_id: string
        }
        Returns: undefined
      }
      finish_job: {
        Args: {
          p_id: number
          p_worker: string
        }
        Returns: boolean
      }
      finish_listing_pass: {
        Args: {
          p_errors?: Json
          p_is_last?: boolean
          p_sync_id: string
          p_workspace_id: string
        }
        Returns: Json
      }
      finish_price_run: {
        Args: {
          p_run_id: string
          p_stop_code?: string
          p_stop_reason?: string
          p_workspace_id: string
        }
        Returns: undefined
      }
      finish_quick_list: {
        Args: {
          p_ebay_user_id: string
          p_id: string
          p_listing_url: string
          p_work_key: string
          p_workspace_id: string
        }
        Returns: string
      }
      finish_refresh: {
        Args: {
          p_access_token_expires_at: string
          p_access_token_sealed: string
          p_account: string
          p_provider: string
          p_refresh_token_sealed: string
          p_token_version: string
          p_workspace_id: string
        }
        Returns: boolean
      }
      finish_thumbnail_run: {
        Args: {
          p_run_id: string
        }
        Returns: undefined
      }
      finish_variant: {
        Args: {
          p_file_size: number
          p_poster_path?: string
          p_variant_id: string
          p_work_key: string
        }
        Returns: boolean
      }
      forget_onedrive_orphan: {
        Args: {
          p_id: number
        }
        Returns: undefined
      }
      forget_orphan_dub: {
        Args: {
          p_vendor_name: string
        }
        Returns: undefined
      }
      forget_orphan_files: {
        Args: {
          p_bucket: string
          p_paths: string[]
        }
        Returns: undefined
      }
      get_connection: {
        Args: {
          p_account?: string
          p_provider: string
          p_workspace_id: string
        }
        Returns: Json
      }
      get_correlation: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      get_import: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      get_influencer_task: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      get_listing_history: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      get_me: {
        Args: never
        Returns: Json
      }
      get_product_operation: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      get_queue_health: {
        Args: never
        Returns: Json
      }
      get_social_post: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      get_social_rivals: {
        Args: {
          p_job_id: string
        }
        Returns: Json
      }
      get_social_settings: {
        Args: never
        Returns: Json
      }
      get_sourced_product: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      get_template_upload: {
        Args: {
          p_id: string
        }
        Returns: string
      }
      get_thumbnail_preview: {
        Args: {
          p_owner_id: string
          p_product_id?: string
        }
        Returns: Json
      }
      get_thumbnail_settings: {
        Args: never
        Returns: Json
      }
      get_upload: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      give_up_changes: {
        Args: {
          p_ids: string[]
          p_workspace_id: string
        }
        Returns: number
      }
      has_reading_since: {
        Args: {
          p_since: string
          p_workspace_id: string
        }
        Returns: boolean
      }
      import_social_posts: {
        Args: {
          p_rows: Json
        }
        Returns: Json
      }
      keep_quick_list_facts: {
        Args: {
          p_asin: string
          p_facts: Json
        }
        Returns: undefined
      }
      keep_source_lists: {
        Args: {
          p_lists: Json
          p_marketplace: string
          p_source: string
        }
        Returns: undefined
      }
      keep_source_products: {
        Args: {
          p_lease?: string
          p_products: Json
          p_videos: boolean
        }
        Returns: number
      }
      leave_product_operation: {
        Args: {
          p_id: string
        }
        Returns: undefined
      }
      list_catalog: {
        Args: {
          p_count?: boolean
          p_cursor?: Json
          p_filters: Json
          p_limit: number
        }
        Returns: Json
      }
      list_change_sets: {
        Args: {
          p_cursor?: Json
          p_limit: number
          p_product_id: string
        }
        Returns: Json
      }
      list_changed_conversations: {
        Args: {
          p_connection_id: string
          p_seen: Json
        }
        Returns: string[]
      }
      list_correlation_decisions: {
        Args: {
          p_cursor?: Json
          p_limit: number
          p_product_id?: string
        }
        Returns: Json
      }
      list_correlations: {
        Args: {
          p_count?: boolean
          p_cursor?: Json
          p_filters: Json
          p_limit: number
          p_sort?: string
        }
        Returns: Json
      }
      list_creator_hub_shapes: {
        Args: {
          p_limit?: number
        }
        Returns: {
          first_seen_on: string
          hash: string
          last_seen_on: string
          marketplace: string
          page: string
          selector_version: number
          times: number
        }[]
      }
      list_crm_rows: {
        Args: {
          p_count?: boolean
          p_list: string
        }
        Returns: Json
      }
      list_due_listings: {
        Args: {
          p_limit: number
          p_run_id: string
          p_workspace_id: string
        }
        Returns: Json
      }
      list_enrichment: {
        Args: {
          p_limit?: number
          p_workspace_id: string
        }
        Returns: Json
      }
      list_expansion: {
        Args: {
          p_cursor?: Json
          p_filters: Json
          p_limit: number
        }
        Returns: Json
      }
      list_import_rows: {
        Args: {
          p_after: number
          p_id: string
          p_limit: number
          p_outcome: string
          p_repaired?: boolean
        }
        Returns: Json
      }
      list_imports: {
        Args: {
          p_cursor?: Json
          p_limit: number
        }
        Returns: Json
      }
      list_inbox_conversations: {
        Args: {
          p_cursor?: Json
          p_filters: Json
          p_limit: number
        }
        Returns: Json
      }
      list_inbox_messages: {
        Args: {
          p_conversation_id: string
          p_cursor?: Json
          p_id?: string
          p_limit: number
        }
        Returns: Json
      }
      list_inbox_settings: {
        Args: {
          p_connection_id?: string
        }
        Returns: Json
      }
      list_influencer_tasks: {
        Args: {
          p_count?: boolean
          p_cursor?: Json
          p_filters: Json
          p_limit: number
          p_sort?: string
        }
        Returns: Json
      }
      list_listings: {
        Args: {
          p_count?: boolean
          p_cursor?: Json
          p_filters: Json
          p_limit: number
          p_sort: string
        }
        Returns: Json
      }
      list_missing_listings: {
        Args: {
          p_limit: number
          p_sync_id: string
          p_workspace_id: string
        }
        Returns: Json
      }
      list_onedrive_orphans: {
        Args: {
          p_after: number
          p_limit: number
          p_workspace_id: string
        }
        Returns: {
          began_at: string
          drive_id: string
          file_size: number
          folder_id: string
          id: number
          item_id: string
          name: string
          session_id: string
          upload_url_sealed: string
        }[]
      }
      list_open_shipments: {
        Args: {
          p_before: string
          p_limit: number
        }
        Returns: {
          id: string
          tracking_number: string
        }[]
      }
      list_orphan_dubs: {
        Args: {
          p_limit?: number
        }
        Returns: {
          created_at: string
          vendor_id: string
          vendor_name: string
          workspace_id: string
        }[]
      }
      list_orphan_files: {
        Args: {
          p_limit?: number
        }
        Returns: {
          bucket: string
          path: string
        }[]
      }
      list_placements: {
        Args: {
          p_cursor?: Json
          p_filters: Json
          p_limit: number
        }
        Returns: Json
      }
      list_placements_to_check: {
        Args: {
          p_limit?: number
          p_workspace_id: string
        }
        Returns: Json
      }
      list_planned_changes: {
        Args: {
          p_after_at?: string
          p_after_id?: string
          p_limit: number
          p_run_id?: string
          p_workspace_id: string
        }
        Returns: Json
      }
      list_postable_accounts: {
        Args: never
        Returns: Json
      }
      list_posts_between: {
        Args: {
          p_from: string
          p_limit: number
          p_until: string
        }
        Returns: Json
      }
      list_price_changes: {
        Args: {
          p_count?: boolean
          p_cursor?: Json
          p_filters: Json
          p_limit: number
        }
        Returns: Json
      }
      list_price_runs: {
        Args: {
          p_cursor?: Json
          p_id?: string
          p_limit: number
        }
        Returns: Json
      }
      list_product_activity: {
        Args: {
          p_cursor?: Json
          p_limit: number
          p_product_id: string
        }
        Returns: Json
      }
      list_product_videos: {
        Args: {
          p_count?: boolean
          p_cursor?: Json
          p_filters: Json
          p_limit: number
        }
        Returns: Json
      }
      list_quick_lists: {
        Args: {
          p_id?: string
          p_limit?: number
        }
        Returns: Json
      }
      list_radar_pairs: {
        Args: {
          p_args: Json
          p_limit?: number
          p_workspace_id: string
        }
        Returns: Json
      }
      list_saved_views: {
        Args: {
          p_id?: string
        }
        Returns: Json
      }
      list_sessions: {
        Args: never
        Returns: Json
      }
      list_shipments: {
        Args: {
          p_cursor?: Json
          p_filters: Json
          p_limit: number
        }
        Returns: Json
      }
      list_skus_without_offer: {
        Args: {
          p_skus: string[]
          p_workspace_id: string
        }
        Returns: string[]
      }
      list_social_calendar: {
        Args: {
          p_from: string
          p_limit: number
          p_network?: string
          p_state?: string
          p_until: string
        }
        Returns: Json
      }
      list_social_limits: {
        Args: never
        Returns: Json
      }
      list_social_posts: {
        Args: {
          p_cursor?: Json
          p_filters: Json
          p_limit: number
        }
        Returns: Json
      }
      list_social_repeats: {
        Args: {
          p_id?: string
        }
        Returns: Json
      }
      list_social_sign_ins_to_keep: {
        Args: {
          p_limit?: number
        }
        Returns: {
          account: string
          provider: string
          workspace_id: string
        }[]
      }
      list_social_slots: {
        Args: never
        Returns: Json
      }
      list_source_states: {
        Args: {
          p_keys: string[]
        }
        Returns: Json
      }
      list_sourced_products: {
        Args: {
          p_count?: boolean
          p_cursor?: Json
          p_filters: Json
          p_limit: number
        }
        Returns: Json
      }
      list_stale_facts: {
        Args: {
          p_limit?: number
          p_workspace_id: string
        }
        Returns: Json
      }
      list_strategies: {
        Args: {
          p_id?: string
        }
        Returns: Json
      }
      list_taken_times: {
        Args: {
          p_connection_ids: string[]
          p_limit: number
          p_until: string
        }
        Returns: Json
      }
      list_task_groups: {
        Args: {
          p_count?: boolean
          p_cursor?: Json
          p_filters: Json
          p_limit: number
        }
        Returns: Json
      }
      list_template_versions: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      list_thumbnail_run_items: {
        Args: {
          p_after?: number
          p_count?: boolean
          p_limit: number
          p_run_id: string
          p_state?: string
        }
        Returns: Json
      }
      list_thumbnail_runs: {
        Args: {
          p_id?: string
          p_limit?: number
        }
        Returns: Json
      }
      list_thumbnail_templates: {
        Args: {
          p_id?: string
          p_owner_id?: string
        }
        Returns: Json
      }
      list_unsettled_changes: {
        Args: {
          p_after_id?: string
          p_limit: number
          p_workspace_id: string
        }
        Returns: Json
      }
      list_vendor_usage: {
        Args: never
        Returns: Json
      }
      make_social_repeats: {
        Args: {
          p_after: string
          p_limit: number
        }
        Returns: string
      }
      mark_shipments_synced: {
        Args: {
          p_ids: string[]
        }
        Returns: undefined
      }
      measure_catalog_run: {
        Args: {
          p_args?: Json
          p_kind: string
        }
        Returns: Json
      }
      needed_dubs: {
        Args: {
          p_vendor_names: string[]
        }
        Returns: string[]
      }
      next_social_job: {
        Args: {
          p_workspace_id?: string
        }
        Returns: number
      }
      next_thumbnail_items: {
        Args: {
          p_limit: number
          p_run_id: string
        }
        Returns: Json
      }
      note_connection_success: {
        Args: {
          p_account: string
          p_provider: string
          p_workspace_id: string
        }
        Returns: undefined
      }
      note_creator_hub_shape: {
        Args: {
          p_hash: string
          p_marketplace: string
          p_page: string
          p_selector_version: number
        }
        Returns: boolean
      }
      note_dub_order: {
        Args: {
          p_variant_id: string
          p_vendor_name: string
          p_work_key: string
        }
        Returns: boolean
      }
      note_quick_list_step: {
        Args: {
          p_ebay_item_id?: string
          p_id: string
          p_message?: string
          p_offer_id?: string
          p_state: string
          p_step: string
          p_work_key: string
          p_workspace_id: string
        }
        Returns: boolean
      }
      note_social_container: {
        Args: {
          p_container_id: string
          p_job_id: string
          p_run_seconds: number
          p_worker: string
        }
        Returns: boolean
      }
      note_social_cover: {
        Args: {
          p_error?: string
          p_job_id: string
          p_state: string
        }
        Returns: undefined
      }
      note_social_permalink: {
        Args: {
          p_job_id: string
          p_permalink: string
        }
        Returns: undefined
      }
      note_social_posted: {
        Args: {
          p_job_id: string
          p_media_id: string
          p_permalink?: string
          p_posted_at?: string
        }
        Returns: boolean
      }
      note_source: {
        Args: {
          p_key: string
          p_marketplace: string
          p_note: Json
          p_source: string
        }
        Returns: undefined
      }
      note_variant_waiting: {
        Args: {
          p_code: string
          p_reason: string
          p_variant_id: string
          p_work_key: string
        }
        Returns: undefined
      }
      open_catalog_run: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      open_correlation_search: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      pause_job: {
        Args: {
          p_id: number
          p_seconds: number
          p_worker: string
        }
        Returns: boolean
      }
      ping: {
        Args: never
        Returns: boolean
      }
      plan_notice_emails: {
        Args: {
          p_causes: string[]
          p_limit?: number
        }
        Returns: number
      }
      plan_price_changes: {
        Args: {
          p_changes: Json
          p_cursor_due_at?: string
          p_cursor_id?: string
          p_due: number
          p_is_planned: boolean
          p_run_id: string
          p_skipped: Json
          p_workspace_id: string
        }
        Returns: number
      }
      plan_run_undo: {
        Args: {
          p_limit?: number
          p_run_id: string
          p_workspace_id: string
        }
        Returns: boolean
      }
      postpone_fill_ins: {
        Args: {
          p_limit?: number
          p_until: string
          p_workspace_id?: string
        }
        Returns: number
      }
      prepare_quick_list: {
        Args: {
          p_asin: string
        }
        Returns: Json
      }
      prepare_thumbnail: {
        Args: {
          p_product_id: string
          p_task_id: string
          p_template_id: string
        }
        Returns: Json
      }
      prepare_thumbnail_for_automation: {
        Args: {
          p_product_id: string
          p_task_id: string
          p_template_id: string
        }
        Returns: Json
      }
      purge_catalog_runs: {
        Args: {
          p_limit?: number
        }
        Returns: number
      }
      purge_creator_hub_shapes: {
        Args: {
          p_limit?: number
        }
        Returns: number
      }
      purge_expired: {
        Args: {
          p_limit?: number
        }
        Returns: number
      }
      purge_import_rows: {
        Args: {
          p_limit?: number
        }
        Returns: number
      }
      purge_jobs: {
        Args: {
          p_limit?: number
        }
        Returns: number
      }
      purge_notices: {
        Args: {
          p_limit?: number
        }
        Returns: number
      }
      purge_operations: {
        Args: {
          p_limit?: number
        }
        Returns: number
      }
      purge_source_products: {
        Args: {
          p_limit?: number
        }
        Returns: number
      }
      purge_thumbnail_runs: {
        Args: {
          p_limit?: number
        }
        Returns: number
      }
      purge_vendor_usage: {
        Args: {
          p_limit?: number
        }
        Returns: number
      }
      put_off_social_job: {
        Args: {
          p_code?: string
          p_is_failure?: boolean
          p_job_id: string
          p_reason?: string
          p_seconds: number
          p_state?: string
          p_worker: string
        }
        Returns: boolean
      }
      read_inbox_reply: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      read_inbox_sync: {
        Args: {
          p_connection_id: string
        }
        Returns: Json
      }
      read_priced_listings: {
        Args: {
          p_after_id?: string
          p_limit: number
          p_scope: Json
        }
        Returns: Json
      }
      read_recorded_listings: {
        Args: {
          p_after_id?: string
          p_from: string
          p_limit: number
          p_scope: Json
          p_until: string
        }
        Returns: Json
      }
      read_source_products: {
        Args: {
          p_asins: string[]
          p_marketplace: string
          p_max_age_seconds: number
          p_sources: string[]
          p_videos: boolean
        }
        Returns: Json
      }
      read_source_spending: {
        Args: never
        Returns: Json
      }
      receive_inbox_events: {
        Args: {
          p_events: Json
        }
        Returns: Json
      }
      receive_tracking: {
        Args: {
          p_event_id: string
          p_tracking: Json
        }
        Returns: boolean
      }
      record_asin_facts: {
        Args: {
          p_facts: Json
          p_workspace_id: string
        }
        Returns: number
      }
      record_candidates: {
        Args: {
          p_candidates: Json
          p_search_id: string
        }
        Returns: number
      }
      record_dub_order: {
        Args: {
          p_expected_seconds: number
          p_variant_id: string
          p_vendor_id: string
          p_vendor_name: string
          p_work_key: string
          p_workspace_id: string
        }
        Returns: boolean
      }
      record_fill_ins: {
        Args: {
          p_results: Json
        }
        Returns: number
      }
      record_import_check: {
        Args: {
          p_check_no: number
          p_import_id: string
          p_rows: Json
        }
        Returns: boolean
      }
      record_inbox_conversation: {
        Args: {
          p_connection_id: string
          p_conversation: Json
          p_messages: Json
        }
        Returns: Json
      }
      record_listing_page: {
        Args: {
          p_ebay_user_id: string
          p_entries: number
          p_errors?: Json
          p_is_refused?: boolean
          p_page: number
          p_pages: number
          p_reading: number
          p_rows: Json
          p_seen_at: string
          p_sync_id: string
          p_workspace_id: string
        }
        Returns: Json
      }
      record_offers: {
        Args: {
          p_errors?: Json
          p_page: number
          p_rows: Json
          p_sync_id: string
          p_workspace_id: string
        }
        Returns: Json
      }
      record_placements: {
        Args: {
          p_results: Json
          p_workspace_id: string
        }
        Returns: number
      }
      record_seen_prices: {
        Args: {
          p_rows: Json
          p_workspace_id: string
        }
        Returns: Json
      }
      record_thumbnail: {
        Args: {
          p_inputs: Json
          p_path: string
          p_text: Json
          p_warnings: Json
        }
        Returns: Json
      }
      record_tracking: {
        Args: {
          p_shipment_id?: string
          p_tracking: Json
        }
        Returns: number
      }
      record_variant_progress: {
        Args: {
          p_progress: number
          p_variant_id: string
          p_work_key: string
        }
        Returns: boolean
      }
      record_video_facts: {
        Args: {
          p_facts: Json
          p_video_id: string
        }
        Returns: undefined
      }
      refresh_inbox: {
        Args: never
        Returns: number
      }
      refresh_shipment: {
        Args: {
          p_id: string
        }
        Returns: boolean
      }
      release_idempotent: {
        Args: {
          p_key: string
        }
        Returns: undefined
      }
      release_refresh: {
        Args: {
          p_account: string
          p_is_lost: boolean
          p_provider: string
          p_token_version: string
          p_worker: string
          p_workspace_id: string
        }
        Returns: undefined
      }
      release_source_reads: {
        Args: {
          p_lease: string
        }
        Returns: undefined
      }
      remembered_import_mapping: {
        Args: {
          p_headers: string[]
        }
        Returns: Json
      }
      remove_connection: {
        Args: {
          p_account?: string
          p_provider: string
          p_workspace_id: string
        }
        Returns: undefined
      }
      remove_social_account: {
        Args: {
          p_id: string
        }
        Returns: undefined
      }
      replace_social_slots: {
        Args: {
          p_slots: Json
        }
        Returns: undefined
      }
      request_availability_of_all: {
        Args: never
        Returns: number
      }
      request_catalog_run: {
        Args: {
          p_args?: Json
          p_kind: string
        }
        Returns: Json
      }
      request_correlation_searches: {
        Args: {
          p_product_ids: string[]
        }
        Returns: Json
      }
      request_dub: {
        Args: {
          p_credits: number
          p_language: string
          p_video_id: string
        }
        Returns: Json
      }
      request_ebay_sync: {
        Args: never
        Returns: Json
      }
      request_fill_in: {
        Args: {
          p_id: string
        }
        Returns: boolean
      }
      request_import_check: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      request_import_run: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      request_inbox_syncs: {
        Args: never
        Returns: number
      }
      request_placement_runs: {
        Args: never
        Returns: number
      }
      request_price: {
        Args: {
          p_is_below_floor_confirmed?: boolean
          p_listing_id: string
          p_price_cents: number
        }
        Returns: Json
      }
      request_price_run: {
        Args: {
          p_scope?: Json
        }
        Returns: Json
      }
      request_price_undo: {
        Args: {
          p_id: string
        }
        Returns: Json
      }
      request_quick_list: {
        Args: {
          p_asin: string
          p_input: Json
          p_picture_url?: string
          p_plan: Json
        }
        Returns: string
      }
      request_run_undo: {
        Args: {
          p_run_id: string
        }
        Returns: Json
      }
      request_thumbnail_run: {
        Args: {
          p_product_ids: string[]
          p_template_id: string
        }
        Returns: Json
      }
      request_transcode: {
        Args: {
          p_profile: string
          p_video_id: string
        }
        Returns: string
      }
      resolve_social_job: {
        Args: {
          p_job_id: string
          p_media_id?: string
          p_permalink?: string
          p_posted_at?: string
        }
        Returns: string
      }
      resolve_social_schedules: {
        Args: {
          p_after: string
          p_limit: number
        }
        Returns: Json
      }
      retry_registrations: {
        Args: never
        Returns: number
      }
      retry_social_post: {
        Args: {
          p_post_id: string
        }
        Returns: number
      }
      run_import_chunk: {
        Args: {
          p_import_id: string
          p_limit: number
        }
        Returns: Json
      }
      run_product_operation: {
        Args: {
          p_id: string
          p_limit?: number
        }
        Returns: Json
      }
      save_inbox_sync: {
        Args: {
          p_change: Json
          p_connection_id: string
        }
        Returns: undefined
      }
      save_video: {
        Args: {
          p_duration_seconds?: number
          p_file_size: number
          p_filename: string
          p_mime_type: string
          p_product_id: string
          p_thumbnail_url?: string
          p_upload_session_id: string
        }
        Returns: Json
      }
      schedule_social_post: {
        Args: {
          p_id: string
          p_if_match?: string
          p_schedule: Json
        }
        Returns: undefined
      }
      send_inbox_message: {
        Args: {
          p_conversation_id: string
          p_replaces?: string
          p_text: string
        }
        Returns: string
      }
      set_default_view: {
        Args: {
          p_view: string
        }
        Returns: boolean
      }
      set_management_kind: {
        Args: {
          p_listing_id: string
          p_management_kind: string
          p_offer_id?: string
          p_workspace_id: string
        }
        Returns: undefined
      }
      set_other_accounts_aside: {
        Args: {
          p_limit?: number
          p_workspace_id: string
        }
        Returns: boolean
      }
      set_social_account_login: {
        Args: {
          p_id: string
          p_provider: string
          p_sign_in: string
        }
        Returns: undefined
      }
      settle_inbox_reply: {
        Args: {
          p_id: string
          p_outcome: Json
        }
        Returns: string
      }
      settle_notice_email: {
        Args: {
          p_error_code?: string
          p_id: string
          p_outcome?: string
          p_state: string
        }
        Returns: boolean
      }
      settle_price_changes: {
        Args: {
          p_results: Json
          p_workspace_id: string
        }
        Returns: number
      }
      settle_strategies: {
        Args: {
          p_limit?: number
          p_workspace_id: string
        }
        Returns: boolean
      }
      settle_thumbnail_item: {
        Args: {
          p_item_id: string
          p_outcome: Json
        }
        Returns: undefined
      }
      settle_vendor_units: {
        Args: {
          p_keys: string[]
          p_units: number
          p_vendor: string
          p_workspace_id: string
        }
        Returns: undefined
      }
      store_ebay_connection: {
        Args: {
          p_ebay_user_id: string
          p_ebay_username: string
          p_environment: string
          p_refresh_token_expires_at: string
          p_tokens: Json
          p_user_id: string
          p_workspace_id: string
        }
        Returns: undefined
      }
      store_onedrive_connection: {
        Args: {
          p_account_email: string
          p_drive_id: string
          p_tokens: Json
          p_user_id: string
          p_workspace_id: string
        }
        Returns: undefined
      }
      store_social_sign_in: {
        Args: {
          p_account: string
          p_accounts: Json
          p_expires_at: string
          p_name: string
          p_permissions: string[]
          p_provider: string
          p_tokens: Json
          p_user_id: string
          p_uses_all: boolean
          p_workspace_id: string
        }
        Returns: undefined
      }
      sum_price_changes_by_day: {
        Args: {
          p_filters: Json
        }
        Returns: Json
      }
      summarize_sourced_products: {
        Args: {
          p_filters: Json
        }
        Returns: Json
      }
      take_back_changes: {
        Args: {
          p_limit?: number
          p_workspace_id: string
        }
        Returns: number
      }
      take_back_dub_order: {
        Args: {
          p_variant_id: string
          p_work_key: string
        }
        Returns: undefined
      }
      take_oauth_state: {
        Args: {
          p_provider: string
          p_state_hash: string
        }
        Returns: Json
      }
      take_panel_code: {
        Args: {
          p_code_hash: string
        }
        Returns: Json
      }
      take_vendor_units: {
        Args: {
          p_feature?: string
          p_keys: string[]
          p_most: number
          p_source?: string
          p_units: number
          p_vendor: string
          p_workspace_id: string
        }
        Returns: Json
      }
      undo_change_set: {
        Args: {
          p_id: string
          p_limit?: number
        }
        Returns: Json
      }
      undo_correlation_decisions: {
        Args: {
          p_batch_id: string
        }
        Returns: Json
      }
      undo_quick_list: {
        Args: {
          p_error_code: string
          p_error_message: string
          p_id: string
          p_step: string
          p_work_key: string
          p_workspace_id: string
        }
        Returns: boolean
      }
      unpark_listings: {
        Args: {
          p_ids: string[]
        }
        Returns: number
      }
      unschedule_social_post: {
        Args: {
          p_id: string
          p_if_match?: string
        }
        Returns: undefined
      }
      update_catalog_run: {
        Args: {
          p_changes: Json
          p_id: string
        }
        Returns: boolean
      }
      update_correlation_search: {
        Args: {
          p_changes: Json
          p_id: string
        }
        Returns: boolean
      }
      update_crm_row: {
        Args: {
          p_changes: Json
          p_id: string
          p_if_match?: string
          p_list: string
        }
        Returns: Json
      }
      update_import: {
        Args: {
          p_changes: Json
          p_id: string
        }
        Returns: Json
      }
      update_inbox_account: {
        Args: {
          p_change: Json
          p_connection_id: string
        }
        Returns: boolean
      }
      update_influencer_task: {
        Args: {
          p_changes: Json
          p_id: string
          p_if_match?: string
        }
        Returns: Json
      }
      update_influencer_tasks: {
        Args: {
          p_changes: Json
          p_ids: string[]
        }
        Returns: Json
      }
      update_listings: {
        Args: {
          p_ids: string[]
          p_patch: Json
        }
        Returns: Json
      }
      update_social_post: {
        Args: {
          p_changes: Json
          p_id: string
          p_if_match?: string
        }
        Returns: undefined
      }
      update_social_repeat: {
        Args: {
          p_changes: Json
          p_id: string
        }
        Returns: undefined
      }
      update_social_settings: {
        Args: {
          p_time_zone: string
        }
        Returns: undefined
      }
      update_sourced_product: {
        Args: {
          p_changes: Json
          p_id: string
          p_if_match?: string
        }
        Returns: Json
      }
      update_thumbnail_settings: {
        Args: {
          p_is_automatic: boolean
        }
        Returns: Json
      }
      update_thumbnail_template: {
        Args: {
          p_changes: Json
          p_id: string
          p_if_match?: string
          p_image?: Json
          p_upload_id?: string
        }
        Returns: undefined
      }
      upload_pace: {
        Args: never
        Returns: Json
      }
      wake_price_jobs: {
        Args: {
          p_workspace_id: string
        }
        Returns: undefined
      }
    }
    Enums: {
      [_ in never]: never
    }
    CompositeTypes: {
      [_ in never]: never
    }
  }
}

type PublicSchema = Database['public']

export type Tables<Name extends keyof (PublicSchema['Tables'] & PublicSchema['Views'])> = (PublicSchema['Tables'] &
  PublicSchema['Views'])[Name] extends { Row: infer Row }
  ? Row
  : never

export type TablesInsert<Name extends keyof PublicSchema['Tables']> = PublicSchema['Tables'][Name] extends {
  Insert: infer Insert
}
  ? Insert
  : never

export type TablesUpdate<Name extends keyof PublicSchema['Tables']> = PublicSchema['Tables'][Name] extends {
  Update: infer Update
}
  ? Update
  : never

export type Enums<Name extends keyof PublicSchema['Enums']> = PublicSchema['Enums'][Name]
