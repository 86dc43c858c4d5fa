package dev.auditflow.render.chart;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Shell patterns as Go's {@code path.Match} reads them: {@code *} and {@code ?} do not cross a slash. */
final class GoGlob {
    private GoGlob() {}

    /** @throws IllegalArgumentException if the pattern is malformed */
    static Pattern compile(String glob) {
        StringBuilder regex = new StringBuilder("(?s)");
        int i = 0;
        while (i < glob.length()) {
            char c = glob.charAt(i++);
            switch (c) {
                case '*' -> regex.append("[^/]*");
                case '?' -> regex.append("[^/]");
                case '[' -> i = characterClass(glob, i, regex);
                case '\\' -> {
                    if (i == glob.length()) {
                        throw new IllegalArgumentException("syntax error in pattern");
                    }
                    regex.append(Pattern.quote(glob.substring(i, i + 1)));
                    i++;
                }
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        try {
            return Pattern.compile(regex.toString());
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("syntax error in pattern", e);
        }
    }

    private static int characterClass(String glob, int from, StringBuilder regex) {
        int i = from;
        regex.append("(?:(?!/)[");
        if (i < glob.length() && glob.charAt(i) == '^') {
            regex.append('^');
            i++;
        }
        boolean empty = true;
        while (i < glob.length() && (glob.charAt(i) != ']' || empty)) {
            empty = false;
            char c = glob.charAt(i++);
            if (c == '-' && regex.charAt(regex.length() - 1) != '[') {
                regex.append('-');
                continue;
            }
            if (c == '\\') {
                if (i == glob.length()) {
                    break;
                }
                c = glob.charAt(i++);
            }
            regex.append("\\x{").append(Integer.toHexString(c)).append('}');
        }
        if (i >= glob.length()) {
            throw new IllegalArgumentException("syntax error in pattern");
        }
        regex.append("])");
        return i + 1;
    }
}
