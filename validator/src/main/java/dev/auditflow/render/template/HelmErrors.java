package dev.auditflow.render.template;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Error messages as Helm prints those of the engine. */
public final class HelmErrors {
    private static final Pattern WARNING =
            Pattern.compile(HelmFunctions.WARN_START + "(.*)" + HelmFunctions.WARN_END, Pattern.DOTALL);

    private HelmErrors() {}

    /** The message for a template that cannot be parsed. */
    public static TemplateException parseError(String file, TemplateException error) {
        String[] parts = error.text().split(": ", -1);
        String message = parts.length == 1
                ? "parse error in (" + file + "): " + error.text()
                : "parse error at (" + parts[1] + "): " + parts[parts.length - 1];
        return new TemplateException(message, error.template(), error.line(), error.column());
    }

    /** The message for a template that cannot be executed. */
    public static TemplateException executionError(String file, TemplateException error) {
        String[] parts = error.text().split(": ", 3);
        if (parts.length != 3) {
            return new TemplateException(
                    "execution error in (" + file + "): " + error.text(),
                    error.template(),
                    error.line(),
                    error.column());
        }
        Matcher warning = WARNING.matcher(parts[2]);
        if (!warning.find()) {
            return error;
        }
        return new TemplateException(
                "execution error at (" + parts[1] + "): " + warning.group(1),
                error.template(),
                error.line(),
                error.column());
    }
}
