package dev.auditflow.render.template;

import java.time.ZonedDateTime;

/** A Go {@code time.Time}. */
public record GoTime(ZonedDateTime value) {}
