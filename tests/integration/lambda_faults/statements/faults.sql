-- What the situations of lambda_faults.cpp run.

-- name: tables
-- default
select table_name from all_tables order by 1;

-- name: slow
begin dbms_session.sleep(60); end;
/

-- name: slow_insert
-- commit
begin insert into orders (id) values (4711); dbms_session.sleep(60); end;
/

-- name: orders_of_the_slow_insert
select count(*) from orders where id = 4711;

-- name: seven_mebibytes
select rpad(a.id, 3000, 'x') from digits a cross join digits b cross join digits c cross join (select id from digits where id < 3) d;
