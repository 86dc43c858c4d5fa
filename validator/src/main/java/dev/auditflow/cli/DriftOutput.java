package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.drift.ReleaseDrift;
import dev.auditflow.drift.report.DriftFormat;
import dev.auditflow.host.AtomicFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** In which forms, and where to, drift is written. */
final class DriftOutput {
    private static final Path STDOUT = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT[=FILE]",
            description = "text, json, policyreport, prometheus or html; repeatable (default: text).")
    private List<String> outputs = new ArrayList<>();

    /** One form; an empty path stands for standard output. */
    record Spec(DriftFormat format, Path file) {}

    /** Reads the flags. @throws ConfigException for a form that does not exist */
    List<Spec> specs() throws ConfigException {
        List<Spec> specs = new ArrayList<>();
        for (String output : outputs.isEmpty() ? List.of("text") : outputs) {
            int equals = output.indexOf('=');
            String name = equals < 0 ? output : output.substring(0, equals);
            String file = equals < 0 ? "" : output.substring(equals + 1);
            if (equals >= 0 && file.isEmpty()) {
                throw new ConfigException("-o %s= names no file".formatted(name));
            }
            specs.add(new Spec(format(name), path(output, file)));
        }
        return specs;
    }

    private static DriftFormat format(String name) throws ConfigException {
        return Arrays.stream(DriftFormat.values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException("There is no output format \"%s\"; choose out of %s"
                        .formatted(
                                name,
                                Arrays.stream(DriftFormat.values())
                                        .map(format -> format.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", ")))));
    }

    private static Path path(String output, String file) throws ConfigException {
        try {
            return file.isEmpty() ? STDOUT : Path.of(file);
        } catch (InvalidPathException e) {
            throw new ConfigException("-o %s: the file name cannot be used: %s".formatted(output, e.getReason()));
        }
    }

    static void write(List<ReleaseDrift> drifts, List<Spec> specs, Instant time, PrintWriter out)
            throws ConfigException {
        for (Spec spec : specs) {
            String text = spec.format().write(drifts, time);
            if (spec.file().equals(STDOUT)) {
                out.print(text);
                out.flush();
            } else {
                try {
                    AtomicFiles.write(spec.file(), text);
                } catch (IOException e) {
                    throw new ConfigException("The file " + spec.file() + " cannot be written: " + e.getMessage());
                }
            }
        }
    }
}
