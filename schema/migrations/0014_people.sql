-- An erased person cannot sign in, and no account keeps the name.
grant update (display_name, is_active) on account to linli_identity;
