package dev.auditflow.cli;

import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.config.ConfigException;
import dev.auditflow.report.UpgradeFormat;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** In which forms, and where to, changes are written. */
final class UpgradeOutput {
    private static final Path STDOUT = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT[=FILE]",
            description = "human, brief, json, github, markdown or html; repeatable (default: human).")
    private List<String> outputs = new ArrayList<>();

    /** One form; an empty path stands for standard output. */
    record Spec(UpgradeFormat format, Path file) {}

    /** Reads the flags. @throws ConfigException for a form that does not exist */
    List<Spec> specs() throws ConfigException {
        List<Spec> specs = new ArrayList<>();
        for (String output : outputs.isEmpty() ? List.of("human") : outputs) {
            specs.add(spec(output));
        }
        return specs;
    }

    private static Spec spec(String output) throws ConfigException {
        int equals = output.indexOf('=');
        String name = equals < 0 ? output : output.substring(0, equals);
        String file = equals < 0 ? "" : output.substring(equals + 1);
        if (equals >= 0 && file.isEmpty()) {
            throw new ConfigException("-o %s= names no file".formatted(name));
        }
        for (UpgradeFormat format : UpgradeFormat.values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(name)) {
                try {
                    return new Spec(format, file.isEmpty() ? STDOUT : Path.of(file));
                } catch (InvalidPathException e) {
                    throw new ConfigException(
                            "-o %s: the file name cannot be used: %s".formatted(output, e.getReason()));
                }
            }
        }
        String known = Arrays.stream(UpgradeFormat.values())
                .map(format -> format.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        throw new ConfigException("There is no output format \"%s\"; choose out of %s".formatted(name, known));
    }

    static void write(List<Upgrade> upgrades, List<Spec> specs, PrintWriter out) throws ConfigException {
        for (Spec spec : specs) {
            boolean shown = spec.file().equals(STDOUT);
            String text = spec.format().write(upgrades, shown && Terminal.hasColour());
            if (shown) {
                TextOutput.print(out, text);
            } else {
                TextOutput.write(spec.file(), text);
            }
        }
    }
}
