package dev.auditflow.check.policy;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.auditflow.check.policy.rego.Limits;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.gate.opa.ClassCache;
import dev.auditflow.gate.opa.Opa;
import dev.auditflow.gate.opa.PolicyData;
import dev.auditflow.gate.opa.RegoCompiler;
import dev.auditflow.gate.opa.RegoSources;
import dev.auditflow.host.CacheFolder;
import dev.auditflow.host.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Compiles Rego of tests by opa, and skips the test where there is none. */
final class OwnRego {
    static final Path CACHE = CacheFolder.path().resolve("test-policies");

    private OwnRego() {}

    /** Options of one loading; by default the namespace main, single objects and no data. */
    record Options(
            List<Path> paths, List<Path> data, List<String> namespaces, boolean combine, boolean old, Limits limits) {
        static Options of(Path... paths) {
            return new Options(List.of(paths), List.of(), List.of("main"), false, false, Limits.defaults());
        }

        Options data(Path... files) {
            return new Options(paths, List.of(files), namespaces, combine, old, limits);
        }

        Options namespaces(String... names) {
            return new Options(paths, data, List.of(names), combine, old, limits);
        }

        Options combined() {
            return new Options(paths, data, namespaces, true, old, limits);
        }

        Options beforeOne() {
            return new Options(paths, data, namespaces, combine, true, limits);
        }

        Options limits(Limits other) {
            return new Options(paths, data, namespaces, combine, old, other);
        }
    }

    static OwnPolicies load(Options options) throws PolicyLoadException {
        assumeThat(Command.find("opa"))
                .as("install opa on the PATH to run this test")
                .isPresent();
        RegoSources sources = RegoSources.read(options.paths());
        CompiledRego compiled =
                new RegoCompiler(Opa.find(""), CACHE, options.old()).compile(sources, options.namespaces());
        return OwnPolicies.load(
                compiled,
                options.namespaces(),
                PolicyData.read(options.data()),
                options.combine(),
                new ClassCache(CACHE),
                options.limits());
    }

    /** Writes a policy into a folder. */
    static Path file(Path folder, String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
