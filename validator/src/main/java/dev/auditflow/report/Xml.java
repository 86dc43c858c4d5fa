package dev.auditflow.report;

/** Escapes text for XML and HTML, in elements and in quoted attributes. */
final class Xml {
    private Xml() {}

    /** {@link #escape}, on one line. */
    static String line(String text) {
        return escape(Printable.line(text));
    }

    /** The text with markup escaped and everything that XML 1.0 cannot hold made {@link Printable}. */
    static String escape(String text) {
        String safe = Printable.text(text);
        StringBuilder out = new StringBuilder(safe.length() + 16);
        for (int i = 0; i < safe.length(); i++) {
            char c = safe.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
