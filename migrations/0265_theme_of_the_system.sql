-- Who has chosen no theme sees that of their system.
alter table preferences alter column theme set default 'system';
