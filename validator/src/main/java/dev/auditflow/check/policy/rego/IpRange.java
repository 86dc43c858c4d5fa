package dev.auditflow.check.policy.rego;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses from first to last, of 32 or 128 bits. */
record IpRange(BigInteger first, BigInteger last, int bits) {
    private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final Pattern PREFIX = Pattern.compile("(.*)/(0|[1-9][0-9]{0,2})", Pattern.DOTALL);
    private static final BigInteger MAPPED = BigInteger.valueOf(0xFFFF).shiftLeft(32);

    static Optional<IpRange> cidr(String text) {
        Matcher parts = PREFIX.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(parts.group(2));
        return address(parts.group(1))
                .filter(address -> prefix <= address.bits())
                .map(address -> network(address.first(), prefix, address.bits()));
    }

    static Optional<IpRange> address(String text) {
        return (text.contains(":") ? v6(text) : v4(text))
                .map(value -> new IpRange(value, value, text.contains(":") ? 128 : 32));
    }

    /** The network of an IPv4 address by its class. */
    static Optional<IpRange> classful(String text) {
        return address(text).filter(address -> address.bits() == 32).map(address -> {
            int octet = address.first().shiftRight(24).intValue();
            return network(address.first(), octet < 128 ? 8 : octet < 192 ? 16 : 24, 32);
        });
    }

    private static IpRange network(BigInteger address, int prefix, int bits) {
        BigInteger hosts = BigInteger.ONE.shiftLeft(bits - prefix).subtract(BigInteger.ONE);
        BigInteger first = address.andNot(hosts);
        return new IpRange(first, first.or(hosts), bits);
    }

    boolean contains(IpRange other) {
        return bits == other.bits && first.compareTo(other.first) <= 0 && last.compareTo(other.last) >= 0;
    }

    /** The fewest networks that cover exactly this range. */
    List<String> networks() {
        List<String> networks = new ArrayList<>();
        BigInteger at = first;
        while (at.compareTo(last) <= 0) {
            int size = at.signum() == 0 ? bits : Math.min(bits, at.getLowestSetBit());
            BigInteger left = last.subtract(at).add(BigInteger.ONE);
            size = Math.min(size, left.bitLength() - 1);
            networks.add(text(at, bits) + "/" + (bits - size));
            at = at.add(BigInteger.ONE.shiftLeft(size));
        }
        return networks;
    }

    private static Optional<BigInteger> v4(String text) {
        String[] octets = text.split("\\.", -1);
        long value = 0;
        for (String octet : octets) {
            if (octets.length != 4 || !OCTET.matcher(octet).matches() || Integer.parseInt(octet) > 255) {
                return Optional.empty();
            }
            value = value << 8 | Integer.parseInt(octet);
        }
        return Optional.of(BigInteger.valueOf(value));
    }

    private static Optional<BigInteger> v6(String text) {
        String hex = text;
        int lastColon = text.lastIndexOf(':');
        if (text.indexOf('.', lastColon) >= 0) {
            Optional<BigInteger> tail = v4(text.substring(lastColon + 1));
            if (tail.isEmpty()) {
                return Optional.empty();
            }
            long value = tail.get().longValue();
            hex = "%s%x:%x".formatted(text.substring(0, lastColon + 1), value >> 16, value & 0xFFFF);
        }
        int gap = hex.indexOf("::");
        if (gap != hex.lastIndexOf("::")) {
            return Optional.empty();
        }
        List<String> before = groups(gap < 0 ? hex : hex.substring(0, gap));
        List<String> after = gap < 0 ? List.of() : groups(hex.substring(gap + 2));
        int missing = 8 - before.size() - after.size();
        if (gap < 0 ? missing != 0 : missing < 1) {
            return Optional.empty();
        }
        List<String> all = new ArrayList<>(before);
        all.addAll(java.util.Collections.nCopies(missing, "0"));
        all.addAll(after);
        BigInteger value = BigInteger.ZERO;
        for (String group : all) {
            if (!group.matches("[0-9a-fA-F]{1,4}")) {
                return Optional.empty();
            }
            value = value.shiftLeft(16).or(BigInteger.valueOf(Integer.parseInt(group, 16)));
        }
        return Optional.of(value);
    }

    private static List<String> groups(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(":", -1));
    }

    /** As Go prints addresses: the longest run of zeros is left out, IPv4 in IPv6 is shown as IPv4. */
    static String text(BigInteger address, int bits) {
        if (bits == 32 || address.shiftRight(32).equals(MAPPED.shiftRight(32))) {
            long value = address.longValue() & 0xFFFFFFFFL;
            return "%d.%d.%d.%d".formatted(value >> 24, value >> 16 & 255, value >> 8 & 255, value & 255);
        }
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = address.shiftRight(16 * (7 - i)).intValue() & 0xFFFF;
        }
        int gap = -1;
        int longest = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > longest) {
                gap = i;
                longest = end - i;
            }
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == gap) {
                out.append("::");
                i += longest - 1;
            } else {
                out.append(out.isEmpty() || out.charAt(out.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return out.toString();
    }
}
