package dev.auditflow.render.template;

/** A Go {@code time.Duration}. */
public record GoDuration(long nanos) {
    /** As Go prints it: {@code 1h2m3.5s}. */
    @Override
    public String toString() {
        if (nanos == 0) {
            return "0s";
        }
        long rest = Math.absExact(nanos == Long.MIN_VALUE ? Long.MAX_VALUE : nanos);
        String sign = nanos < 0 ? "-" : "";
        if (rest < 1_000) {
            return sign + rest + "ns";
        }
        if (rest < 1_000_000) {
            return sign + decimal(rest, 3) + "µs";
        }
        if (rest < 1_000_000_000) {
            return sign + decimal(rest, 6) + "ms";
        }
        long seconds = rest / 1_000_000_000;
        String text = decimal(rest % 60_000_000_000L, 9) + "s";
        if (seconds >= 60) {
            text = seconds / 60 % 60 + "m" + text;
        }
        if (seconds >= 3600) {
            text = seconds / 3600 + "h" + text;
        }
        return sign + text;
    }

    private static String decimal(long value, int digits) {
        return java.math.BigDecimal.valueOf(value, digits).stripTrailingZeros().toPlainString();
    }
}
