-- What somebody wrote down of a call or a meeting is found, too.
call kith.search_table('interactions', 'interaction', 'i', 8, title => 'null', names => 'null', about => 'r.contact_id',
  body => 'r.text', watched => array['contact_id', 'text']);

-- A phone number is found however its digits are grouped, with the code of its country or without: besides the groups as they are
-- written, all digits, and the last seven to ten. People are indexed anew.
create function kith.phone_words(phones jsonb) returns text language sql immutable parallel safe as $$
  select string_agg(right(v.digits, n), ' ')
  from (select ltrim(regexp_replace(p ->> 'value', '\D', '', 'g'), '0') as digits from jsonb_array_elements(phones) p) v, unnest('{7,8,9,10,40}'::int[]) n
  where n = 40 or char_length(v.digits) > n $$;
drop trigger search_insert on contacts;
drop trigger search_update on contacts;
drop trigger search_delete on contacts;
drop function kith.search_contact;
delete from search_documents where kind = 'contact';
delete from search_kinds where kind = 'contact';
call kith.search_table('contacts', 'contact', 'c', 0, title => 'r.full_name', names => $$concat_ws(' ', r.full_name, r.nickname, r.company)$$, about => 'r.id',
  body => $$concat_ws(' ', r.title, r.city, r.how_we_met, r.description, r.telegram_username,
    case when r.emails <> '[]' then jsonb_path_query_array(r.emails, '$[*].value') end,
    case when r.phones <> '[]' then jsonb_path_query_array(r.phones, '$[*].value') end,
    case when r.phones <> '[]' then kith.phone_words(r.phones) end,
    case when r.social_handles <> '[]' then jsonb_path_query_array(r.social_handles, '$[*].handle') end,
    case when r.custom_fields <> '[]' then jsonb_path_query_array(r.custom_fields, '$[*].*') end)$$,
  watched => array['full_name', 'nickname', 'company', 'title', 'addresses', 'how_we_met', 'description', 'telegram_username', 'emails', 'phones', 'social_handles', 'custom_fields']);
