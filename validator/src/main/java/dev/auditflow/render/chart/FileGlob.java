package dev.auditflow.render.chart;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Patterns of {@code .Files.Glob}: {@code **} crosses slashes, {@code {a,b}} are alternatives, {@code [!a]} negates. A
 * question mark stands for one byte only, as in the library that Helm uses.
 */
final class FileGlob {
    private static final Pattern ANYTHING = Pattern.compile(".*", Pattern.DOTALL);

    private FileGlob() {}

    /** A malformed pattern matches everything, as in Helm. */
    static Pattern compile(String glob) {
        StringBuilder regex = new StringBuilder("(?s)");
        int depth = 0;
        int i = 0;
        while (i < glob.length()) {
            char c = glob.charAt(i++);
            switch (c) {
                case '*' -> {
                    boolean twice = i < glob.length() && glob.charAt(i) == '*';
                    while (i < glob.length() && glob.charAt(i) == '*') {
                        i++;
                    }
                    regex.append(twice ? ".*" : "[^/]*");
                }
                case '?' -> regex.append("[\\x00-\\x7F&&[^/]]");
                case '{' -> {
                    depth++;
                    regex.append("(?:");
                }
                case '}' -> {
                    depth--;
                    regex.append(depth < 0 ? "\\}" : ")");
                    depth = Math.max(depth, 0);
                }
                case ',' -> regex.append(depth > 0 ? "|" : ",");
                case '[' -> {
                    int end = glob.indexOf(']', i);
                    if (end < 0) {
                        return ANYTHING;
                    }
                    String inside = glob.substring(i, end);
                    boolean negated = inside.startsWith("!");
                    String plain = (negated ? inside.substring(1) : inside).replace("\\", "\\\\");
                    regex.append(negated ? "[^" : "[")
                            .append(plain.replace("[", "\\[")
                                    .replace("&", "\\&")
                                    .replace("^", "\\^"));
                    regex.append(']');
                    i = end + 1;
                }
                case '\\' -> regex.append(i < glob.length() ? Pattern.quote(String.valueOf(glob.charAt(i++))) : "\\\\");
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        regex.append(")".repeat(depth));
        try {
            return Pattern.compile(regex.toString());
        } catch (PatternSyntaxException e) {
            return ANYTHING;
        }
    }
}
