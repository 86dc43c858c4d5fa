package dev.auditflow.go;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads durations as Go's {@code time.ParseDuration}: {@code 1h30m}, {@code -1.5s}, {@code 300ms}. */
public final class GoDurations {
    private static final Pattern PART = Pattern.compile("([0-9]*)(\\.[0-9]*)?([^.0-9]*)");
    private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(63);
    private static final Map<String, Long> UNITS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "µs", 1_000L,
            "μs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);

    private GoDurations() {}

    /** Nanoseconds; null for what is no duration. */
    public static @Nullable Long parse(String text) {
        try {
            return must(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Nanoseconds. @throws DateTimeException in Go's words */
    public static long must(String text) {
        boolean signed = text.startsWith("-") || text.startsWith("+");
        String rest = signed ? text.substring(1) : text;
        if (rest.equals("0")) {
            return 0;
        }
        if (rest.isEmpty()) {
            throw invalid("invalid duration", text);
        }
        BigInteger total = BigInteger.ZERO;
        while (!rest.isEmpty()) {
            Matcher part = PART.matcher(rest);
            boolean found = part.lookingAt();
            String whole = found ? part.group(1) : "";
            String fraction = found && part.group(2) != null ? part.group(2).substring(1) : "";
            if (whole.isEmpty() && fraction.isEmpty()) {
                throw invalid("invalid duration", text);
            }
            if (new BigInteger("0" + whole).compareTo(LIMIT) > 0) {
                throw invalid("invalid duration", text);
            }
            String unit = part.group(3);
            if (unit.isEmpty()) {
                throw invalid("missing unit in duration", text);
            }
            Long size = UNITS.get(unit);
            if (size == null) {
                throw invalid("unknown unit " + GoQuote.bytes(unit) + " in duration", text);
            }
            total = total.add(nanos(whole, fraction, size));
            if (total.compareTo(LIMIT) > 0) {
                throw invalid("invalid duration", text);
            }
            rest = rest.substring(part.end());
        }
        boolean negative = text.startsWith("-");
        if (!negative && total.equals(LIMIT)) {
            throw invalid("invalid duration", text);
        }
        return negative ? -total.longValue() : total.longValue();
    }

    private static BigInteger nanos(String whole, String fraction, long unit) {
        BigInteger nanos = new BigInteger("0" + whole).multiply(BigInteger.valueOf(unit));
        if (fraction.isEmpty()) {
            return nanos;
        }
        String kept = fraction.length() > 18 ? fraction.substring(0, 18) : fraction;
        double scale = new BigDecimal(BigInteger.ONE, -kept.length()).doubleValue();
        return nanos.add(BigInteger.valueOf((long) ((double) Long.parseLong(kept) * ((double) unit / scale))));
    }

    private static DateTimeException invalid(String what, String text) {
        return new DateTimeException("time: " + what + " " + GoQuote.bytes(text));
    }
}
