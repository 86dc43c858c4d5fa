package dev.auditflow.check.policy.rego;

import dev.auditflow.check.policy.rego.Builtin.Undefined;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code semver.*} and {@code uuid.parse}. */
final class VersionBuiltins {
    private static final Pattern SEMVER =
            Pattern.compile("v?(0|[1-9][0-9]{0,17})\\.(0|[1-9][0-9]{0,17})\\.(0|[1-9][0-9]{0,17})"
                    + "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");
    private static final Pattern LEADING_ZERO = Pattern.compile("(?:^|.*\\.)0[0-9]+(?:\\..*|$)");
    private static final Pattern BARE_UUID = Pattern.compile("[0-9a-fA-F]{32}");
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** 100 ns between the first day of the Gregorian calendar and 1970. */
    private static final long GREGORIAN = 0x01B21DD213814000L;

    private VersionBuiltins() {}

    static @Nullable Builtin find(String name) {
        return switch (name) {
            case "semver.is_valid" ->
                args -> Value.of(args.value(0) instanceof Value.Str(String text) && isVersion(text));
            case "semver.compare" -> args -> Value.of(compare(version(args, 0), version(args, 1)));
            case "uuid.parse" -> args -> uuid(args.string(0));
            default -> null;
        };
    }

    private static boolean isVersion(String text) {
        Matcher version = SEMVER.matcher(text);
        return version.matches()
                && (version.group(4) == null
                        || !LEADING_ZERO.matcher(version.group(4)).matches());
    }

    private static Matcher version(Args args, int index) throws Undefined {
        String text = args.string(index);
        Matcher version = SEMVER.matcher(text);
        if (!isVersion(text) || !version.matches()) {
            throw new Undefined("the version is not valid");
        }
        return version;
    }

    private static int compare(Matcher a, Matcher b) {
        for (int i = 1; i <= 3; i++) {
            int order = Long.compare(Long.parseLong(a.group(i)), Long.parseLong(b.group(i)));
            if (order != 0) {
                return order;
            }
        }
        if (a.group(4) == null || b.group(4) == null) {
            return (a.group(4) == null ? 1 : 0) - (b.group(4) == null ? 1 : 0);
        }
        String[] left = a.group(4).split("\\.", -1);
        String[] right = b.group(4).split("\\.", -1);
        Comparator<String> identifiers = VersionBuiltins::identifiers;
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = identifiers.compare(left[i], right[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }

    /** Numbers go before text, by size; text goes by its characters. */
    private static int identifiers(String a, String b) {
        boolean left = a.matches("[0-9]+");
        boolean right = b.matches("[0-9]+");
        if (left != right) {
            return left ? -1 : 1;
        }
        int order = left ? new java.math.BigInteger(a).compareTo(new java.math.BigInteger(b)) : a.compareTo(b);
        return Integer.signum(order);
    }

    private static Value uuid(String given) throws Undefined {
        String text = given;
        if (given.length() == 38) {
            text = given.substring(1, 37);
        } else if (given.length() == 45 && given.regionMatches(true, 0, "urn:uuid:", 0, 9)) {
            text = given.substring(9);
        } else if (BARE_UUID.matcher(given).matches()) {
            text = given.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
        }
        if (!UUID_TEXT.matcher(text).matches()) {
            throw new Undefined("the text is no UUID");
        }
        UUID uuid = UUID.fromString(text);
        Map<Value, Value> fields = new TreeMap<>();
        int version = uuid.version();
        fields.put(Value.of("version"), Value.of(version));
        fields.put(Value.of("variant"), Value.of(variant(uuid)));
        if (version == 1 || version == 2) {
            String node = text.substring(24).toLowerCase(java.util.Locale.ROOT);
            int first = Integer.parseInt(node.substring(0, 2), 16);
            String scope = (first & 2) == 0 ? "global" : "local";
            long high = uuid.getMostSignificantBits();
            long ticks = ((high & 0xFFFL) << 48) | ((high >>> 16 & 0xFFFFL) << 32) | (high >>> 32);
            fields.put(Value.of("time"), Value.of((ticks - GREGORIAN) * 100));
            fields.put(Value.of("nodeid"), Value.of(node.replaceAll("(..)(?!$)", "$1-")));
            fields.put(Value.of("macvariables"), Value.of(scope + ((first & 1) == 0 ? ":unicast" : ":multicast")));
            fields.put(Value.of("clocksequence"), Value.of(uuid.getLeastSignificantBits() >>> 48 & 0x3FFF));
            if (version == 2) {
                int domain = (int) (uuid.getLeastSignificantBits() >>> 48 & 0xFF);
                fields.put(Value.of("id"), Value.of(high >>> 32));
                fields.put(Value.of("domain"), Value.of(domain(domain)));
            }
        }
        return Value.object(fields);
    }

    private static String domain(int domain) {
        return switch (domain) {
            case 0 -> "Person";
            case 1 -> "Group";
            case 2 -> "Org";
            default -> "Domain" + domain;
        };
    }

    private static String variant(UUID uuid) {
        return switch (uuid.variant()) {
            case 0 -> "Reserved";
            case 2 -> "RFC4122";
            case 6 -> "Microsoft";
            default -> "Future";
        };
    }
}
