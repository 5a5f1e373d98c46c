-- Statements for the tables of tools/demo.sql. Try them:
--
--   ./dev run --statements examples/statements --event '{"statement": "hired_since", "binds": {"since": "2020-01-01"}}'

-- name: tables
-- What the function answers to {}: as the Python sample does.
-- default
SELECT table_name FROM all_tables ORDER BY 1;

-- name: hired_since
-- Everybody hired since a day, of one department or of all.
-- bind: since date
-- bind: department text = null
-- format: objects
-- max_rows: 500
SELECT e.name, d.name AS department, e.hired, e.salary
  FROM employees e JOIN departments d ON d.id = e.department_id
 WHERE e.hired >= :since
   AND (d.name = :department OR :department IS NULL)
 ORDER BY e.hired, e.id;

-- name: payroll
-- A file for a spreadsheet, streamed: its length does not matter.
-- format: csv
-- stream
SELECT id, name, salary FROM employees ORDER BY id;
