package dev.auditflow.gate.cache;

import dev.auditflow.config.Config;
import dev.auditflow.config.Target;
import dev.auditflow.config.Waiver;
import dev.auditflow.gate.GoldenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Names verdicts by everything that they are made of: the settings of a run, and what belongs to one target. Two equal
 * keys mean equal verdicts. Safe for many threads.
 */
public final class InputKeys {
    /** Grows when verdicts of before must not be found any more although this program's code is the same. */
    private static final String FORMAT = "1";

    /** Handled apart: what belongs to single targets, and what no verdict depends on. */
    private static final Set<String> NOT_SETTINGS = Set.of(
            "file",
            "environments",
            "targets",
            "golden",
            "waivers",
            "admission",
            "attestation",
            "deployments",
            "repositories",
            "versions",
            "drift");

    private final String settings;
    private final GoldenFiles golden;

    private InputKeys(String settings, GoldenFiles golden) {
        this.settings = settings;
        this.golden = golden;
    }

    /**
     * Keys of a run.
     *
     * @param program digest of this program, see {@link dev.auditflow.host.ProgramDigest}; asked for last, for it may have to be
     *     waited for. Without one there are no keys.
     * @param more what flags say beside the configuration; files that it names count with their content
     * @param golden where golden files lie
     * @param today the day by which waivers expire
     * @throws IOException if a policy, a CRD or the baseline cannot be read
     */
    public static InputKeys of(
            Supplier<Optional<String>> program, Config config, List<Object> more, GoldenFiles golden, LocalDate today)
            throws IOException {
        Fingerprint settings = new Fingerprint()
                .add(FORMAT)
                .add(Runtime.version().toString())
                .record(config, NOT_SETTINGS)
                .add(config.golden().toString())
                .add(more);
        for (Waiver waiver : config.waivers()) {
            settings.record(waiver, Set.of("line")).add(today.isAfter(waiver.expires()));
        }
        Optional<String> digest = program.get();
        return digest.isEmpty()
                ? none()
                : new InputKeys(settings.add(digest.get()).text(), golden);
    }

    /** Names nothing. */
    public static InputKeys none() {
        return new InputKeys("", GoldenFiles.off(""));
    }

    /** Digest of what all verdicts of the run have in common. */
    public String settings() {
        return settings;
    }

    /** The key of a target's verdict; empty if not all of its inputs can be read beforehand. */
    public Optional<String> of(Target target) {
        if (settings.isEmpty()) {
            return Optional.empty();
        }
        try {
            Fingerprint key = new Fingerprint().add(settings).add(target);
            for (Path file : setFiles(target)) {
                key.add(file);
            }
            Optional<Path> folder = golden.folderOf(target);
            if (folder.isPresent()) {
                key.add(folder.get());
            }
            return Optional.of(key.text());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * The files that {@code --set-file} names.
     *
     * @throws IOException if an expression is not plain enough to say which
     */
    public static List<Path> setFiles(Target target) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String expression : target.options().setFile()) {
            for (String part : expression.split(",", -1)) {
                String name = part.substring(part.indexOf('=') + 1);
                if (part.indexOf('=') < 1 || name.isEmpty() || !Files.isRegularFile(Path.of(name))) {
                    throw new IOException(expression + " does not plainly name files");
                }
                files.add(Path.of(name));
            }
        }
        return files;
    }
}
