package dev.auditflow.check.schema;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** IP addresses and blocks of them, as the API server's older fields read them. */
final class Networks {
    // Leading zeros are read as decimal digits, as these fields always did.
    private static final Pattern V4 = Pattern.compile("(?:[0-9]{1,9}\\.){3}[0-9]{1,9}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private Networks() {}

    /**
     * A block of addresses.
     *
     * @param bits 32 or 128
     * @param length how many of the bits the block fixes
     */
    record Block(BigInteger address, int bits, int length) {
        /** Whether the other block lies inside this one and is smaller. */
        boolean holds(Block other) {
            int shift = bits - length;
            return other.bits == bits
                    && other.length > length
                    && address.shiftRight(shift).equals(other.address.shiftRight(shift));
        }
    }

    /** "" for an IP address, else what is wrong. */
    static String ip(String text) {
        return address(text).isPresent() ? "" : "it must be an IP address such as 10.9.8.7 or 2001:db8::ffff";
    }

    /** "" for an address that traffic may be sent to from outside. */
    static String externalIp(String text) {
        String wrong = ip(text);
        if (!wrong.isEmpty()) {
            return wrong;
        }
        InetAddress address = inet(address(text).orElseThrow());
        boolean special = address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isMCLinkLocal();
        return special ? "it may not be an unspecified, loopback or link-local address" : "";
    }

    /** Whether an address is of IPv4. */
    static boolean isFour(String text) {
        return address(text).filter(bytes -> bytes.length == 4).isPresent();
    }

    /** "" for an address as newer fields take it: in its one canonical form. */
    static String strictIp(String text) {
        String wrong = ip(text);
        if (!wrong.isEmpty()) {
            return wrong;
        }
        String canonical = canonical(address(text).orElseThrow());
        return text.equals(canonical) ? "" : "it must be written as " + canonical;
    }

    /** "" for a block as newer fields take it: in its one canonical form, without bits beyond its length. */
    static String strictBlock(String text) {
        Optional<Block> block = block(text);
        if (block.isEmpty()) {
            return "it must be a block such as 10.0.0.0/8";
        }
        int shift = block.get().bits() - block.get().length();
        boolean masked = block.get()
                .address()
                .shiftRight(shift)
                .shiftLeft(shift)
                .equals(block.get().address());
        int slash = text.indexOf('/');
        boolean canonical = strictIp(text.substring(0, slash)).isEmpty()
                && text.substring(slash + 1).equals(String.valueOf(block.get().length()));
        return masked && canonical ? "" : "it must be in its shortest form, without bits beyond its length";
    }

    /** IPv6 as RFC 5952 has it: the first longest run of zeros is left out. */
    private static String canonical(byte[] address) {
        if (address.length == 4) {
            return inet(address).getHostAddress();
        }
        String[] groups = new String[8];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = Integer.toHexString((address[2 * i] & 0xff) << 8 | (address[2 * i + 1] & 0xff));
        }
        int start = 0;
        int longest = 0;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end].equals("0")) {
                end++;
            }
            if (end - i > longest) {
                start = i;
                longest = end - i;
            }
        }
        if (longest < 2) {
            return String.join(":", groups);
        }
        List<String> all = List.of(groups);
        return String.join(":", all.subList(0, start)) + "::" + String.join(":", all.subList(start + longest, 8));
    }

    /** The block, empty if the text is none. */
    static Optional<Block> block(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        int length = Integer.parseInt(text.substring(slash + 1));
        return address(text.substring(0, slash))
                .filter(address -> length <= address.length * 8)
                .map(address -> new Block(new BigInteger(1, address), address.length * 8, length));
    }

    private static Optional<byte[]> address(String text) {
        if (V4.matcher(text).matches()) {
            byte[] address = new byte[4];
            String[] parts = text.split("\\.", -1);
            for (int i = 0; i < address.length; i++) {
                int part = Integer.parseInt(parts[i]);
                if (part > 255) {
                    return Optional.empty();
                }
                address[i] = (byte) part;
            }
            return Optional.of(address);
        }
        if (!V6.matcher(text).matches() || text.length() > 45) {
            return Optional.empty();
        }
        try {
            // Brackets keep this from ever being taken for a name to look up.
            return Optional.of(InetAddress.getByName("[" + text + "]").getAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static InetAddress inet(byte[] address) {
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 4 or 16 bytes is one", e);
        }
    }
}
