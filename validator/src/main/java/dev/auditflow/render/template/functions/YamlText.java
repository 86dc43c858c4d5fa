package dev.auditflow.render.template.functions;

import java.util.Locale;

/** Which styles goyaml v2's emitter allows for a text outside flow collections. */
record YamlText(boolean plainAllowed, boolean singleAllowed, boolean blockAllowed) {
    private static final String FIRST = "#,[]{}&*!|>'\"%@`";

    /** @param tabs whether a block may hold tabs, as in goyaml v3 */
    static YamlText of(String text, boolean tabs) {
        if (text.isEmpty()) {
            return new YamlText(true, true, false);
        }
        boolean indicators = text.startsWith("---") || text.startsWith("...");
        boolean special = false;
        boolean tab = false;
        boolean breaks = false;
        boolean breakSpace = false;
        boolean spaceBreak = false;
        boolean previousSpace = false;
        boolean previousBreak = false;
        boolean afterBlank = true;
        int[] runes = text.codePoints().toArray();
        for (int i = 0; i < runes.length; i++) {
            int c = runes[i];
            boolean beforeBlank = i + 1 >= runes.length || isBlank(runes[i + 1]);
            indicators |= isIndicator(c, i == 0, afterBlank, beforeBlank);
            special |= !isPrintable(c) && !(tabs && c == '\t');
            tab |= c == '\t';
            if (c == ' ') {
                breakSpace |= previousBreak;
                previousSpace = true;
                previousBreak = false;
            } else if (isBreak(c)) {
                breaks = true;
                spaceBreak |= previousSpace;
                previousSpace = false;
                previousBreak = true;
            } else {
                previousSpace = false;
                previousBreak = false;
            }
            afterBlank = isBlank(c) || isBreak(c);
        }
        int first = runes[0];
        int last = runes[runes.length - 1];
        boolean edge = first == ' ' || isBreak(first) || last == ' ' || isBreak(last);
        return new YamlText(
                !edge && !breakSpace && !spaceBreak && !special && !tab && !breaks && !indicators,
                !breakSpace && !spaceBreak && !special && !tab,
                last != ' ' && !spaceBreak && !special);
    }

    private static boolean isIndicator(int c, boolean first, boolean afterBlank, boolean beforeBlank) {
        if (first) {
            return FIRST.indexOf(c) >= 0 || ((c == '?' || c == ':' || c == '-') && beforeBlank);
        }
        return (c == ':' && beforeBlank) || (c == '#' && afterBlank);
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    static boolean isBreak(int c) {
        return c == '\r' || c == '\n' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    private static boolean isPrintable(int c) {
        return c == '\n'
                || (c >= 0x20 && c <= 0x7e)
                || (c >= 0xa0 && c <= 0xd7ff)
                || (c >= 0xe000 && c < 0xfffe && c != 0xfeff);
    }

    /** Whether a text with this character cannot be read back, so that goyaml gives up on it. */
    static boolean isForbidden(int c) {
        // Other control characters are escaped on the way through JSON.
        return c == 0x7f || (c >= 0x80 && c < 0xa0 && c != 0x85) || c == 0xfffe || c == 0xffff;
    }

    /** A character as it stands in double quotes. */
    static String inQuotes(int c) {
        boolean plain = isPrintable(c) && !isBreak(c) && c != '"' && c != '\\';
        return plain ? Character.toString(c) : escaped(c);
    }

    static String escaped(int c) {
        return "\\" + escape(c);
    }

    private static String escape(int c) {
        return switch (c) {
            case 0 -> "0";
            case 7 -> "a";
            case 8 -> "b";
            case 9 -> "t";
            case 10 -> "n";
            case 11 -> "v";
            case 12 -> "f";
            case 13 -> "r";
            case 27 -> "e";
            case '"' -> "\"";
            case '\\' -> "\\";
            case 0x85 -> "N";
            case 0xa0 -> "_";
            case 0x2028 -> "L";
            case 0x2029 -> "P";
            default ->
                c <= 0xff
                        ? String.format(Locale.ROOT, "x%02X", c)
                        : c <= 0xffff ? String.format(Locale.ROOT, "u%04X", c) : String.format(Locale.ROOT, "U%08X", c);
        };
    }
}
