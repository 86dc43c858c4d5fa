package dev.auditflow.gate.excerpt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Leaves out of a line what may be a secret, by the look of the line alone. */
final class Masks {
    /** Stands for what is not shown. */
    static final String HIDDEN = "…";

    private static final Pattern KEY = Pattern.compile("^(\\s*(?:- )*[\\w./\"'-]{1,100}:)(?=\\s|$)");
    private static final Pattern TYPE = Pattern.compile("\\s*(?:- )?(?:apiVersion|kind):\\s+[\\w./]+\\s*");
    private static final Pattern ACTION = Pattern.compile("\\{\\{.*?}}");
    private static final Pattern QUOTED = Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|`[^`]*`|'(?:\\\\.|[^'\\\\])*'");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/");

    private Masks() {}

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
        return line.isBlank() ? line : indent(line) + HIDDEN;
    }

    /** A template's line: its indent, its key, and its actions without what they quote. */
    static String template(String line) {
        if (TYPE.matcher(line).matches()) {
            return line;
        }
        Matcher key = KEY.matcher(line);
        int at = key.find() ? key.end() : indent(line).length();
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
