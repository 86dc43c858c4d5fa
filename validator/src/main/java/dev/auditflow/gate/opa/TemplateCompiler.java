package dev.auditflow.gate.opa;

import dev.auditflow.check.policy.gatekeeper.RegoSource;
import dev.auditflow.check.policy.gatekeeper.TemplateModules;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.check.policy.rego.Value;
import dev.auditflow.check.policy.rego.ValueWriter;
import dev.auditflow.host.AtomicFiles;
import dev.auditflow.host.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compiles the Rego of Gatekeeper's templates into one module, and keeps it by the content of what went in. */
public final class TemplateCompiler {
    private static final String FORMAT = "gatekeeper-1";
    private static final Pattern PLACE = Pattern.compile("(?:bundle/)?(t[0-9]+(?:_lib[0-9]+)?\\.rego)(?::([0-9]+))?");

    private final Opa opa;
    private final Path cache;

    /**
     * A compiler.
     *
     * @param cache folder for compiled policies; may be missing or not writable
     */
    public TemplateCompiler(Opa opa, Path cache) {
        this.opa = opa;
        this.cache = cache;
    }

    /**
     * The module.
     *
     * @throws PolicyLoadException with opa's messages at the lines of the templates' files, if they do not compile
     */
    public byte[] compile(TemplateModules modules) throws PolicyLoadException {
        Digest digest = new Digest().add(FORMAT).add(opa.version());
        modules.texts().forEach((name, text) -> digest.add(name).add(text));
        modules.old().forEach(digest::add);
        Path kept = cache.resolve(digest.text().substring("sha256:".length())).resolve("policy.wasm");
        try {
            if (Files.exists(kept)) {
                return Files.readAllBytes(kept);
            }
        } catch (IOException e) {
            // What the cache holds is not usable: it is made again and replaced.
        }
        byte[] wasm = build(modules);
        try {
            AtomicFiles.write(kept, wasm);
        } catch (IOException e) {
            // A cache that cannot be written costs time, not a verdict.
        }
        return wasm;
    }

    private byte[] build(TemplateModules modules) throws PolicyLoadException {
        Map<String, String> files = new TreeMap<>();
        modules.texts().forEach((name, text) -> files.put("bundle/" + name, text));
        files.put("bundle/.manifest", manifest(modules));
        try (Staging staging = Staging.of(opa, new RegoSources(files, Map.of()), false)) {
            return staging.bundle("bundle", TemplateModules.ENTRYPOINT, words -> inUsersPlaces(words, modules));
        }
    }

    /** Says of each file which version of Rego it is. */
    private static String manifest(TemplateModules modules) {
        Map<Value, Value> versions = new HashMap<>();
        modules.old().forEach(name -> versions.put(Value.of("/" + name), Value.of(0)));
        return ValueWriter.json(Value.object(
                Map.of(Value.of("rego_version"), Value.of(1), Value.of("file_rego_versions"), Value.object(versions))));
    }

    private static String inUsersPlaces(String words, TemplateModules modules) {
        return PLACE.matcher(words).replaceAll(found -> {
            RegoSource.Module module = modules.origins().get(found.group(1));
            if (module == null) {
                return Matcher.quoteReplacement(found.group());
            }
            String line = found.group(2);
            int first = module.line() - 1;
            return Matcher.quoteReplacement(
                    module.file() + (line == null ? "" : ":" + (first + Integer.parseInt(line))));
        });
    }
}
