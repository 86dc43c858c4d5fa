package dev.auditflow.bump;

import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.Scalars;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/**
 * Where exactly a scalar stands in a text.
 *
 * @param start offset of its first UTF-16 code unit, the quote or the block's sign
 * @param end offset behind its last one
 * @param flow whether it stands between brackets or braces
 * @param line counted from 1
 */
record ScalarPlace(String value, ScalarStyle style, int start, int end, boolean flow, int line) {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./@:-]*[A-Za-z0-9_]");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*");

    /**
     * The text with another value in this place, and every other character as it was.
     *
     * @throws Inexact if this place cannot hold the value, or where it begins and ends cannot be told
     */
    String replaced(String text, String with) throws Inexact {
        String source = text.substring(start, end);
        return text.substring(0, start) + written(source, with) + text.substring(end);
    }

    private String written(String source, String with) throws Inexact {
        return switch (style) {
            case SINGLE_QUOTED -> quoted(source, '\'', with);
            case DOUBLE_QUOTED -> quoted(source, '"', with);
            case LITERAL, FOLDED -> block(source, with);
            case PLAIN, JSON_SCALAR_STYLE -> plain(source, with);
        };
    }

    private static String quoted(String source, char quote, String with) throws Inexact {
        boolean whole = source.length() > 1 && source.charAt(0) == quote && source.charAt(source.length() - 1) == quote;
        if (!whole) {
            throw new Inexact("carries an anchor or a tag; write the value without it");
        }
        return quote + with + quote;
    }

    /** A value that would be read as a number, a boolean or a time gets quotes. */
    private String plain(String source, String with) throws Inexact {
        if (source.isEmpty()) {
            throw new Inexact("has no value; write \"\" there first");
        }
        if (!source.equals(value)) {
            throw new Inexact("carries an anchor or a tag, or goes over several lines; write the value on one line");
        }
        boolean safe = (flow ? WORD : REFERENCE).matcher(with).matches()
                && Scalars.plain(with).kind() == ScalarNode.Kind.STRING
                && !DATE.matcher(with).matches();
        return safe ? with : '"' + with + '"';
    }

    /** The sign of the block stays, so its text must be one line without a line end. */
    private String block(String source, String with) throws Inexact {
        int body = source.indexOf('\n') + 1;
        boolean exact =
                body > 0 && !value.isEmpty() && source.substring(body).strip().equals(value);
        if (!exact) {
            throw new Inexact("is a block text that ends with a line end or has several lines; write it in quotes");
        }
        int at = source.indexOf(value, body);
        return source.substring(0, at) + with + source.substring(at + value.length());
    }

    /** It cannot be done exactly. The message goes on after the name of the field. */
    static final class Inexact extends Exception {
        private static final long serialVersionUID = 1L;

        Inexact(String message) {
            super(message);
        }
    }
}
