-- Who entered a wish sees it by what they are today: a partner for as long as it is one, others while they still reach its community. An
-- elder and the family see it as such, a dispatcher as dispatcher, so a mandate or a role that ended ends the sight with it. Forward only.

drop policy member on service_request;
do $body$
begin
  execute format('call protect(''service_request'', %L)',
    nearness('rsk', 'community_id')
    || ' or strpos(current_setting(''app.persons'', true), elder_person_id::text) > 0'
    || ' or opened_by_account_id = nullif(current_setting(''app.account''), '''')::uuid and (source = ''PARTNER_APP'' or ' || nearness('sk', 'community_id') || ')'
    || ' or state <> ''IN_REVIEW'' and (' || nearness('sk', 'community_id') || ' or (offered_community_ids <> ''{}'' and is_near_any(''sk'', offered_community_ids)))');
end
$body$;
