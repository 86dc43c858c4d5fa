package dev.auditflow.report;

import dev.auditflow.config.ConfigException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * One {@code -o FORMAT[=FILE]}.
 *
 * @param file where the report goes; an empty path for standard output
 */
public record ReportSpec(String format, Path file) {
    /** Formats by name, in the order of help texts. */
    public static final List<String> FORMATS =
            List.of("text", "json", "sarif", "junit", "github", "tap", "markdown", "html", "lcov");

    private static final Path STDOUT = Path.of("");

    /** Reads a flag's value. @throws ConfigException for a format that does not exist */
    public static ReportSpec parse(String flag) throws ConfigException {
        int equals = flag.indexOf('=');
        String format = equals < 0 ? flag : flag.substring(0, equals);
        String file = equals < 0 ? "" : flag.substring(equals + 1);
        if (!FORMATS.contains(format)) {
            throw new ConfigException(
                    "There is no output format \"%s\"; choose out of %s".formatted(format, String.join(", ", FORMATS)));
        }
        if (equals >= 0 && file.isEmpty()) {
            throw new ConfigException("-o %s= names no file".formatted(format));
        }
        try {
            return new ReportSpec(format, file.isEmpty() ? STDOUT : Path.of(file));
        } catch (InvalidPathException e) {
            throw new ConfigException("-o %s: the file name cannot be used: %s".formatted(format, e.getReason()));
        }
    }

    public boolean isStandardOutput() {
        return file.equals(STDOUT);
    }

    /** Whether the report is about coverage only, so that asking for it asks for that too. */
    public boolean needsCoverage() {
        return format.equals("lcov");
    }

    /** Whether the report shows lines around the places of findings. */
    public boolean hasExcerpts() {
        return format.equals("html");
    }

    /** The report of this format. */
    public Report report(ReportContext context) {
        return switch (format) {
            case "text" -> new TextReport(context.colour() && isStandardOutput());
            case "json" -> new JsonReport();
            case "sarif" -> new SarifReport(context.files());
            case "junit" -> new JunitReport();
            case "github" -> new GithubReport(context.files(), context.changed());
            case "tap" -> new TapReport();
            case "markdown" -> new MarkdownReport();
            case "html" -> new HtmlReport(context.excerpts());
            case "lcov" -> new LcovReport();
            default -> throw new IllegalStateException("a format without a report: " + format);
        };
    }
}
