package dev.auditflow.gate.excerpt;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Leaves out of a line what may be a secret, by the look of the line alone. */
final class Masks {
    /** Stands for what is not shown. */
    static final String HIDDEN = "…";

    private static final Pattern KEY = Pattern.compile("^(\\s*(?:- )*[\\w./\"'-]{1,100}:)(?=\\s|$)");
    private static final Pattern BEGUN = Pattern.compile("\\s*[^\\s#].*");
    private static final Pattern TYPE = Pattern.compile("\\s*(?:- )?(?:apiVersion|kind):\\s+[\\w./]+\\s*");
    private static final Pattern ACTION = Pattern.compile("\\{\\{.*?}}");
    private static final Pattern QUOTED = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|`[^`]*`|'(?:\\\\.|[^'\\\\])*'");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/");

    private Masks() {}

    /**
     * Which lines, by their number, go on with a value that began on a line above: what looks like a key there is none.
     */
    static BitSet continued(List<String> lines) {
        BitSet found = new BitSet();
        int column = Integer.MAX_VALUE;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int indent = indent(line).length();
            if (line.isBlank() || indent > column) {
                found.set(i + 1, !line.isBlank());
                continue;
            }
            Matcher key = KEY.matcher(line);
            boolean begins =
                    key.find() && BEGUN.matcher(line.substring(key.end())).matches();
            column =
                    begins ? key.group(1).replaceFirst("^(\\s*(?:- )*).*", "$1").length() : Integer.MAX_VALUE;
        }
        return found;
    }

    /** The line's indent alone. */
    static String blank(String line) {
        return line.isBlank() ? line : indent(line) + HIDDEN;
    }

    /** The line's indent and key. */
    static String key(String line) {
        if (TYPE.matcher(line).matches()) {
            return line;
        }
        Matcher key = KEY.matcher(line);
        if (key.find()) {
            boolean more = !line.substring(key.end()).isBlank();
            return key.group(1) + (more ? " " + HIDDEN : "");
        }
        return blank(line);
    }

    /**
     * A template's line: its indent, its key, and its actions without what they quote.
     *
     * @param keyed whether the line may have a key
     */
    static String template(String line, boolean keyed) {
        if (keyed && TYPE.matcher(line).matches()) {
            return line;
        }
        Matcher key = KEY.matcher(line);
        int at = keyed && key.find() ? key.end() : indent(line).length();
        StringBuilder shown = new StringBuilder(line.substring(0, at));
        Matcher action = ACTION.matcher(line);
        action.region(at, line.length());
        while (action.find()) {
            hide(line.substring(at, action.start()), shown);
            String quiet = COMMENT.matcher(action.group()).replaceAll("/* " + HIDDEN + " */");
            shown.append(QUOTED.matcher(quiet).replaceAll('"' + HIDDEN + '"'));
            at = action.end();
        }
        hide(line.substring(at), shown);
        return shown.toString();
    }

    private static void hide(String text, StringBuilder shown) {
        if (text.isBlank()) {
            shown.append(text);
        } else {
            shown.append(text.startsWith(" ") ? " " : "").append(HIDDEN).append(text.endsWith(" ") ? " " : "");
        }
    }

    private static String indent(String line) {
        return line.substring(0, line.length() - line.stripLeading().length());
    }
}
