-- What ./dev run and the first steps of the guide look at.
CREATE TABLE departments (
    id NUMBER(4) PRIMARY KEY,
    name VARCHAR2(30) NOT NULL
);
CREATE TABLE employees (
    id NUMBER(6) PRIMARY KEY,
    name VARCHAR2(40) NOT NULL,
    department_id NUMBER(4),
    hired DATE,
    salary NUMBER(10,2)
);
CREATE TABLE orders (
    id NUMBER(10) PRIMARY KEY,
    placed TIMESTAMP,
    amount NUMBER(12,2),
    note VARCHAR2(200)
);
INSERT INTO departments (id, name) VALUES (10, 'Research');
INSERT INTO departments (id, name) VALUES (20, 'Sales');
INSERT INTO employees (id, name, department_id, hired, salary)
    VALUES (1, 'Ada', 10, TO_DATE('2019-03-01', 'YYYY-MM-DD'), 5200.50);
INSERT INTO employees (id, name, department_id, hired, salary)
    VALUES (2, 'Grace', 10, TO_DATE('2020-11-15', 'YYYY-MM-DD'), 6100);
INSERT INTO employees (id, name, department_id, hired, salary)
    VALUES (3, 'Edgar', 20, TO_DATE('2021-06-30', 'YYYY-MM-DD'), NULL);
INSERT INTO orders (id, amount, note) VALUES (1, 99.95, 'first order');
COMMIT;
