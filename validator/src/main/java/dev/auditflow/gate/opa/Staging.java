package dev.auditflow.gate.opa;

import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.host.Command;
import dev.auditflow.host.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A temporary folder with the user's sources, in which opa works. */
final class Staging implements AutoCloseable {
    private static final String ENTRY_FILE = "auditflow-entry.rego";

    private final Opa opa;
    private final RegoSources sources;
    private final boolean v0;
    private final Path folder;

    private Staging(Opa opa, RegoSources sources, boolean v0, Path folder) {
        this.opa = opa;
        this.sources = sources;
        this.v0 = v0;
        this.folder = folder;
    }

    /**
     * The sources in a new folder.
     *
     * @param v0 whether they are Rego as it was before OPA 1.0
     */
    static Staging of(Opa opa, RegoSources sources, boolean v0) throws PolicyLoadException {
        Staging staging;
        try {
            staging = new Staging(opa, sources, v0, Files.createTempDirectory("auditflow-policy"));
        } catch (IOException e) {
            throw new PolicyLoadException(
                    "No temporary folder could be made to compile policies in: " + e.getMessage());
        }
        try {
            for (Map.Entry<String, String> source : sources.texts().entrySet()) {
                staging.add(source.getKey(), source.getValue());
            }
            return staging;
        } catch (PolicyLoadException e) {
            staging.close();
            throw e;
        }
    }

    /** Writes another file. */
    void add(String name, String text) throws PolicyLoadException {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new PolicyLoadException("The policies could not be copied to " + folder + ": " + e.getMessage());
        }
    }

    /** Runs opa over files of the folder; its exit code is the caller's to judge. */
    Command.Result opa(List<String> args, List<String> files) throws PolicyLoadException {
        List<String> all = new ArrayList<>(args);
        if (v0) {
            all.add("--v0-compatible");
        }
        all.addAll(files);
        return opa.run(folder, all);
    }

    /**
     * The sources and one more module, compiled.
     *
     * @param entry text of a module whose rules are the entrypoints
     * @throws PolicyLoadException with opa's messages if they do not compile
     */
    byte[] wasm(String entry, List<String> entrypoints) throws PolicyLoadException {
        add(ENTRY_FILE, entry);
        List<String> args = new ArrayList<>(List.of("build", "--target", "wasm", "--output", "bundle.tar.gz"));
        entrypoints.forEach(entrypoint -> args.addAll(List.of("--entrypoint", entrypoint)));
        List<String> files = new ArrayList<>(sources.texts().keySet());
        files.add(ENTRY_FILE);
        Command.Result result = opa(args, files);
        if (result.exitCode() != 0) {
            throw new PolicyLoadException(failure(result));
        }
        return built();
    }

    /**
     * A folder that is a bundle with a manifest, compiled.
     *
     * @param words turns what opa says into the user's terms
     * @throws PolicyLoadException with opa's messages if it does not compile
     */
    byte[] bundle(String name, String entrypoint, UnaryOperator<String> words) throws PolicyLoadException {
        List<String> args = List.of(
                "build", "--target", "wasm", "--output", "bundle.tar.gz", "--entrypoint", entrypoint, "--bundle", name);
        Command.Result result = opa.run(folder, args);
        if (result.exitCode() != 0) {
            throw new PolicyLoadException("The templates do not compile. opa says:\n"
                    + words.apply((result.errors() + result.output()).strip()));
        }
        return built();
    }

    private byte[] built() throws PolicyLoadException {
        try {
            return Bundle.wasm(Files.readAllBytes(folder.resolve("bundle.tar.gz")));
        } catch (IOException e) {
            throw new PolicyLoadException("opa wrote no bundle that can be read: " + e.getMessage());
        }
    }

    /** What opa says about sources that do not compile, with the paths that the user knows. */
    String failure(Command.Result result) throws PolicyLoadException {
        String words = (result.errors() + result.output()).strip();
        String message = "The policies do not compile. opa says:\n" + sources.inUsersWords(words);
        if (v0 || !words.contains("rego_parse_error")) {
            return message;
        }
        List<String> args = new ArrayList<>(List.of("check", "--v0-compatible"));
        args.addAll(sources.texts().keySet());
        boolean old = opa.run(folder, args).exitCode() == 0;
        return old
                ? message
                        + "\nThey are Rego of before OPA 1.0: pass --rego-version v0, or set policies.regoVersion: v0."
                : message;
    }

    @Override
    public void close() {
        try {
            Folders.delete(folder);
        } catch (IOException e) {
            // It lies in the system's temporary folder, which the system empties.
        }
    }
}
