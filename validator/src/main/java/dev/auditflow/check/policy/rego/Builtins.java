package dev.auditflow.check.policy.rego;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The builtins that compiled policies find in this host. */
public final class Builtins {
    private final List<Function<String, @Nullable Builtin>> families = List.of(
            TextBuiltins::find,
            new RegexBuiltins()::find,
            EncodingBuiltins::find,
            HashBuiltins::find,
            JsonPatch::find,
            NetBuiltins::find,
            ObjectBuiltins::find,
            TimeBuiltins::find,
            UnitBuiltins::find,
            UriBuiltins::find,
            VersionBuiltins::find,
            YamlBuiltins::find);

    private Builtins() {}

    /** All that need no clock, network or chance. */
    public static Builtins standard() {
        return new Builtins();
    }

    /** The builtin. @throws PolicyLoadException naming it and why a policy cannot have it */
    Builtin get(String name) throws PolicyLoadException {
        Optional<Builtin> found = find(name);
        if (found.isPresent()) {
            return found.get();
        }
        throw new PolicyLoadException(refusal(name), name);
    }

    /** Whether policies may call it. */
    public boolean supports(String name) {
        return find(name).isPresent();
    }

    private Optional<Builtin> find(String name) {
        return families.stream()
                .flatMap(family -> Stream.ofNullable(family.apply(name)))
                .findFirst();
    }

    private static String refusal(String name) {
        return switch (name) {
            case "http.send", "net.lookup_ip_addr" ->
                "The policy calls %s: policies have no network. Pass what it looks up as data instead.".formatted(name);
            case "opa.runtime" ->
                "The policy calls opa.runtime: policies do not see the environment. Pass what it needs as data.";
            case "providers.aws.sign_req", "io.jwt.encode_sign", "io.jwt.encode_sign_raw" ->
                "The policy calls %s: policies sign nothing, since they have no keys.".formatted(name);
            case "rand.intn", "uuid.rfc4122" ->
                "The policy calls %s: a verdict must not depend on chance. Remove the call.".formatted(name);
            case "time.now_ns" ->
                "The policy calls time.now_ns: policies have no clock, so that a verdict can be repeated."
                        + " Pass the time as data instead.";
            default ->
                "The policy calls %s, which is not supported here; docs/policy-builtins.md lists what is."
                        .formatted(name);
        };
    }
}
