package dev.auditflow.render.template;

/** A named template. */
record Template(String name, ListNode root) {}
