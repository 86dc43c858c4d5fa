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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compiles the user's Rego by {@code opa} and keeps the result by the content of what went in. Two processes may
 * compile the same at once: each writes whole files under a name that says their content.
 */
public final class RegoCompiler {
    private static final String FORMAT = "1";

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
        try (Staging staging = Staging.of(opa, sources, v0)) {
            RuleScan scan = scan(sources, staging);
            NamespaceFilter filter = new NamespaceFilter(namespaces);
            List<DeclaredRule> rules = scan.rules().stream()
                    .filter(rule -> filter.accepts(rule.namespace()))
                    .toList();
            Map<String, List<String>> exceptions = new TreeMap<>(scan.exceptions());
            exceptions.keySet().removeIf(namespace -> !filter.accepts(namespace));
            byte[] wasm = staging.wasm(entry(rules, exceptions), List.of(CompiledRego.ENTRYPOINT));
            return new CompiledRego(wasm, rules, List.copyOf(new TreeSet<>(scan.namespaces())), key);
        }
    }

    private static RuleScan scan(RegoSources sources, Staging staging) throws PolicyLoadException {
        RuleScan scan = new RuleScan();
        for (String name : sources.texts().keySet()) {
            Command.Result result =
                    staging.opa(List.of("parse", "--format", "json", "--json-include", "locations"), List.of(name));
            if (result.exitCode() != 0 || !(ValueReader.json(result.output()) instanceof Value.Obj module)) {
                // opa build says the same in words, and of all files at once.
                staging.wasm("package auditflow_entry\n\nfound := true\n", List.of(CompiledRego.ENTRYPOINT));
                throw new PolicyLoadException(sources.inUsersWords(result.output() + result.errors()));
            }
            scan.add(sources.shown().getOrDefault(name, name), module);
        }
        return scan;
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
}
