package dev.auditflow.render;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Helm's error text into a failure with its place. */
final class HelmFailure {
    private static final int MAX_MESSAGE = 8_000;
    private static final String DEBUG_HINT = "Use --debug flag to render out invalid YAML";
    private static final Pattern CHAIN = Pattern.compile("template: ([^:\\s]+):(\\d+)(?::(\\d+))?: ");
    private static final Pattern AT = Pattern.compile("(?:execution|parse) error at \\(([^:)]+):(\\d+)(?::(\\d+))?\\)");
    private static final Pattern IN_FILE =
            Pattern.compile("(?:YAML parse error on|(?:execution|parse) error in) \\(?([^:\\s)]+)\\)?: ");
    private static final Pattern VALUES = Pattern.compile("failed to parse ([^:]+): .*?(?:line (\\d+))?:? ");

    private HelmFailure() {}

    static RenderResult.Failed of(String errorText, String chart) {
        String message = clean(errorText);
        Matcher at = AT.matcher(message);
        if (at.find()) {
            return failed(message, at, remedy(message));
        }
        Matcher chain = CHAIN.matcher(message);
        Matcher last = null;
        while (chain.find()) {
            last = CHAIN.matcher(message);
            last.region(chain.start(), message.length()).lookingAt();
        }
        if (last != null) {
            return failed(message, last, remedy(message));
        }
        Matcher file = IN_FILE.matcher(message);
        if (file.find()) {
            return new RenderResult.Failed(message, file.group(1), 0, 0, remedy(message));
        }
        Matcher values = VALUES.matcher(message);
        if (values.find()) {
            int line = values.group(2) == null ? 0 : number(values.group(2));
            return new RenderResult.Failed(message, values.group(1), line, 0, "Correct the YAML of this file");
        }
        return new RenderResult.Failed(message, chart, 0, 0, remedy(message));
    }

    private static RenderResult.Failed failed(String message, Matcher place, String remedy) {
        int column = place.group(3) == null ? 0 : number(place.group(3)) + 1;
        return new RenderResult.Failed(message, place.group(1), number(place.group(2)), column, remedy);
    }

    private static int number(String digits) {
        return digits.length() > 9 ? 0 : Integer.parseInt(digits);
    }

    private static String clean(String errorText) {
        StringBuilder kept = new StringBuilder();
        boolean error = false;
        for (String line : errorText.strip().split("\\R", -1)) {
            if (!error && line.startsWith("Error: ")) {
                // What was printed before it are warnings, some of them of many lines.
                kept.setLength(0);
                error = true;
            }
            boolean log = line.startsWith("WARNING: ")
                    || line.matches("[a-z_]+\\.go:\\d+: .*")
                    || line.matches("\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d .*")
                    || line.matches("(level|time)=.*");
            if (!log && !line.strip().equals(DEBUG_HINT)) {
                kept.append(line).append('\n');
            }
        }
        String text = kept.toString().strip();
        if (text.startsWith("Error: ")) {
            text = text.substring("Error: ".length());
        }
        return bounded(text);
    }

    /** Chains of includes that call each other without end make messages that nobody reads. */
    static String bounded(String text) {
        return text.length() > MAX_MESSAGE
                ? text.substring(0, MAX_MESSAGE / 2) + " … " + text.substring(text.length() - MAX_MESSAGE / 4)
                : text;
    }

    static String remedy(String message) {
        if (message.contains("missing in charts/ directory")) {
            return "Run `helm dependency build` in the chart's folder, or add the chart under charts/";
        }
        if (message.contains("specifications of the schema")) {
            return "Correct the values, or values.schema.json of the chart named";
        }
        if (message.contains("chart requires kubeVersion")) {
            return "Render for a Kubernetes version that the chart supports (--kube-version)";
        }
        if (message.contains("YAML parse error on")) {
            return "Look at the rendered text of this template: it is not YAML";
        }
        return "";
    }
}
