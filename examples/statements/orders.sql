-- Changes say what becomes of their transaction.

-- name: place_order
-- bind: id number
-- bind: amount number
-- bind: note text nullable = null
-- timeout: 5s
-- commit
INSERT INTO orders (id, placed, amount, note) VALUES (:id, SYSTIMESTAMP, :amount, :note);

-- name: raise_salaries_trial
-- How many rows a raise would change; nothing is kept.
-- bind: percent number = 3
-- rollback
UPDATE employees SET salary = salary * (1 + :percent / 100) WHERE salary IS NOT NULL;

-- name: order_total
-- A block with a value that comes out: {"out": {"total": 99.95}}.
-- out: total number
BEGIN
  SELECT SUM(amount) INTO :total FROM orders;
END;
/
