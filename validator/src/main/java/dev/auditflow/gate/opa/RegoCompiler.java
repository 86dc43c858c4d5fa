package dev.auditflow.gate.opa;

import dev.auditflow.check.policy.CompiledRego;
import dev.auditflow.check.policy.DeclaredRule;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.check.policy.rego.Value;
import dev.auditflow.check.policy.rego.ValueReader;
import dev.auditflow.check.policy.rego.ValueWriter;
import dev.auditflow.host.AtomicFiles;
import dev.auditflow.host.Command;
import dev.auditflow.host.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Compiles the user's Rego by {@code opa} and keeps the result by the content of what went in. Two processes may
 * compile the same at once: each writes whole files under a name that says their content.
 */
public final class RegoCompiler {
    private static final String FORMAT = "1";
    private static final String ENTRY_FILE = "auditflow-entry.rego";

    private final Opa opa;
    private final Path cache;
    private final boolean v0;

    /**
     * A compiler.
     *
     * @param cache folder for compiled policies; may be missing or not writable
     * @param v0 whether the sources are Rego as it was before OPA 1.0
     */
    public RegoCompiler(Opa opa, Path cache, boolean v0) {
        this.opa = opa;
        this.cache = cache;
        this.v0 = v0;
    }

    /**
     * The sources as one module.
     *
     * @param namespaces names or patterns with {@code *} and {@code ?} of the Rego packages to evaluate
     * @throws PolicyLoadException with opa's messages if they do not compile
     */
    public CompiledRego compile(RegoSources sources, List<String> namespaces) throws PolicyLoadException {
        Digest digest = new Digest().add(FORMAT).add(opa.version()).add(v0 ? "v0" : "v1");
        namespaces.forEach(digest::add);
        sources.addTo(digest);
        String key = digest.text();
        Path folder = cache.resolve(key.substring("sha256:".length()));
        Path wasm = folder.resolve("policy.wasm");
        Path index = folder.resolve("rules.json");
        try {
            if (Files.exists(index)) {
                return RuleFile.read(Files.readString(index), Files.readAllBytes(wasm), key);
            }
        } catch (IOException | IllegalArgumentException e) {
            // What the cache holds is not usable: it is made again and replaced.
        }
        CompiledRego compiled = build(sources, namespaces, key);
        try {
            AtomicFiles.write(wasm, compiled.wasm());
            AtomicFiles.write(index, RuleFile.write(compiled));
        } catch (IOException e) {
            // A cache that cannot be written costs time, not a verdict.
        }
        return compiled;
    }

    private CompiledRego build(RegoSources sources, List<String> namespaces, String key) throws PolicyLoadException {
        Path work = folder();
        try {
            for (Map.Entry<String, String> source : sources.texts().entrySet()) {
                Path file = work.resolve(source.getKey());
                Files.createDirectories(file.getParent());
                Files.writeString(file, source.getValue());
            }
            RuleScan scan = scan(sources, work);
            NamespaceFilter filter = new NamespaceFilter(namespaces);
            List<DeclaredRule> rules = scan.rules().stream()
                    .filter(rule -> filter.accepts(rule.namespace()))
                    .toList();
            Map<String, List<String>> exceptions = new TreeMap<>(scan.exceptions());
            exceptions.keySet().removeIf(namespace -> !filter.accepts(namespace));
            Files.writeString(work.resolve(ENTRY_FILE), entry(rules, exceptions));
            byte[] wasm = build(sources, work);
            return new CompiledRego(wasm, rules, List.copyOf(new TreeSet<>(scan.namespaces())), key);
        } catch (IOException e) {
            throw new PolicyLoadException("The policies could not be compiled in " + work + ": " + e.getMessage());
        } finally {
            remove(work);
        }
    }

    private RuleScan scan(RegoSources sources, Path work) throws PolicyLoadException {
        RuleScan scan = new RuleScan();
        for (String name : sources.texts().keySet()) {
            List<String> args = new ArrayList<>(List.of("parse", "--format", "json", "--json-include", "locations"));
            Command.Result result = opa.run(work, withVersion(args, name));
            if (result.exitCode() != 0 || !(ValueReader.json(result.output()) instanceof Value.Obj module)) {
                // opa build says the same in words, and of all files at once.
                build(sources, work);
                throw new PolicyLoadException(sources.inUsersWords(result.output() + result.errors()));
            }
            scan.add(sources.shown().getOrDefault(name, name), module);
        }
        return scan;
    }

    private List<String> withVersion(List<String> args, String... files) {
        List<String> all = new ArrayList<>(args);
        if (v0) {
            all.add("--v0-compatible");
        }
        all.addAll(List.of(files));
        return all;
    }

    private byte[] build(RegoSources sources, Path work) throws PolicyLoadException {
        List<String> args =
                new ArrayList<>(List.of("build", "--target", "wasm", "--entrypoint", CompiledRego.ENTRYPOINT));
        args.addAll(List.of("--output", "bundle.tar.gz"));
        List<String> files = new ArrayList<>(sources.texts().keySet());
        if (Files.exists(work.resolve(ENTRY_FILE))) {
            files.add(ENTRY_FILE);
        }
        Command.Result result = opa.run(work, withVersion(args, files.toArray(String[]::new)));
        if (result.exitCode() != 0) {
            throw new PolicyLoadException(failure(sources, work, result));
        }
        try {
            return Bundle.wasm(Files.readAllBytes(work.resolve("bundle.tar.gz")));
        } catch (IOException e) {
            throw new PolicyLoadException("opa wrote no bundle that can be read: " + e.getMessage());
        }
    }

    private String failure(RegoSources sources, Path work, Command.Result result) throws PolicyLoadException {
        String words = (result.errors() + result.output()).strip();
        String message = "The policies do not compile. opa says:\n" + sources.inUsersWords(words);
        if (v0 || !words.contains("rego_parse_error")) {
            return message;
        }
        List<String> args = new ArrayList<>(List.of("check", "--v0-compatible"));
        args.addAll(sources.texts().keySet());
        boolean old = opa.run(work, args).exitCode() == 0;
        return old
                ? message
                        + "\nThey are Rego of before OPA 1.0: pass --rego-version v0, or set policies.regoVersion: v0."
                : message;
    }

    /** Rego that gathers what all rules report. */
    private static String entry(List<DeclaredRule> rules, Map<String, List<String>> exceptions) {
        StringBuilder rego = new StringBuilder("package auditflow_entry\n\nimport rego.v1\n\n");
        rego.append("found := {\"rules\": rules, \"exceptions\": exceptions}\n");
        rego.append("rules[\"\"] := true if false\n");
        rego.append("exceptions[\"\"] := true if false\n");
        for (DeclaredRule rule : rules) {
            rego.append("rules[%s] := %s\n".formatted(quoted(rule.key()), reference(rule.path())));
        }
        exceptions.forEach((namespace, path) -> {
            List<String> document = new ArrayList<>(path);
            document.add("exception");
            rego.append("exceptions[%s] := %s\n".formatted(quoted(namespace), reference(document)));
        });
        return rego.toString();
    }

    private static String reference(List<String> path) {
        StringBuilder rego = new StringBuilder("data");
        path.forEach(step -> rego.append('[').append(quoted(step)).append(']'));
        return rego.toString();
    }

    private static String quoted(String text) {
        return ValueWriter.json(Value.of(text));
    }

    private static Path folder() throws PolicyLoadException {
        try {
            return Files.createTempDirectory("auditflow-policy");
        } catch (IOException e) {
            throw new PolicyLoadException(
                    "No temporary folder could be made to compile policies in: " + e.getMessage());
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // It lies in the system's temporary folder, which the system empties.
        }
    }
}
