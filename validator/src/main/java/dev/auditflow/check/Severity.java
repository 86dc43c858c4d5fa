package dev.auditflow.check;

/** How much a finding matters: {@code deny} fails a verdict, {@code warn} does on request, {@code info} never. */
public enum Severity {
    DENY,
    WARN,
    INFO;

    /** Lower case, as reports and configuration write it. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
