package dev.auditflow.check.schema;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether an expression in an object of a built-in kind compiles. Functions that only the API server has are known by name
 * and not by what they take, so an expression with one of them is checked as far as it goes.
 */
final class CelExpressions {
    /** What an expression may say where a type is not known: {@code dyn}. */
    static final CelType ANY = SimpleType.DYN;

    private static final CelType STRING = SimpleType.STRING;
    private static final CelType STRINGS = ListType.create(STRING);

    /** The functions of the API server beside CEL's own. */
    private static final Set<String> SERVER_FUNCTIONS = Set.of(
            ("add allowed asApproximateFloat asInteger check cidr compareTo containsCIDR containsIP date datetime"
                            + " dns1035Label dns1035LabelPrefix dns1123Label dns1123LabelPrefix dns1123Subdomain"
                            + " dns1123SubdomainPrefix error errored escapeKey family fieldSelector find findAll format"
                            + " getEscapedPath getHost getHostname getPort getQuery getScheme group includes indexOf ip"
                            + " isCIDR isCanonical isGlobalUnicast isGreaterThan isIP isInteger isLessThan"
                            + " isLinkLocalMulticast isLinkLocalUnicast isLoopback isQuantity isSemver isSorted isURL"
                            + " isUnspecified jsonpatch labelSelector labelValue lastIndexOf major masked max min minor name"
                            + " named namespace patch path prefixLength qualifiedName quantity reason resource semver"
                            + " serviceAccount sign slice sort string sub subresource sum uri url uuid validate")
                    .split(" "));

    private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
    private static final Pattern OPERATOR =
            Pattern.compile("found no matching overload for '([^a-z']+|@?in|.*_.*)' applied.*", Pattern.DOTALL);

    private static final Map<String, StructType> TYPES = Map.ofEntries(
            struct("kubernetes.GroupVersionKind", Map.of("group", STRING, "version", STRING, "kind", STRING)),
            struct("kubernetes.GroupVersionResource", Map.of("group", STRING, "version", STRING, "resource", STRING)),
            struct(
                    "kubernetes.UserInfo",
                    Map.of(
                            "username",
                            STRING,
                            "uid",
                            STRING,
                            "groups",
                            STRINGS,
                            "extra",
                            MapType.create(STRING, STRINGS))),
            struct(
                    "kubernetes.AdmissionRequest",
                    Map.ofEntries(
                            Map.entry("kind", reference("kubernetes.GroupVersionKind")),
                            Map.entry("resource", reference("kubernetes.GroupVersionResource")),
                            Map.entry("subResource", STRING),
                            Map.entry("requestKind", reference("kubernetes.GroupVersionKind")),
                            Map.entry("requestResource", reference("kubernetes.GroupVersionResource")),
                            Map.entry("requestSubResource", STRING),
                            Map.entry("name", STRING),
                            Map.entry("namespace", STRING),
                            Map.entry("operation", STRING),
                            Map.entry("userInfo", reference("kubernetes.UserInfo")),
                            Map.entry("dryRun", SimpleType.BOOL),
                            Map.entry("options", ANY))),
            struct(
                    "kubernetes.DRADevice",
                    Map.of(
                            "driver",
                            STRING,
                            "attributes",
                            MapType.create(STRING, MapType.create(STRING, ANY)),
                            "capacity",
                            MapType.create(STRING, MapType.create(STRING, ANY)),
                            "allowMultipleAllocations",
                            SimpleType.BOOL)));

    private static final Supplier<CelExpressions> DEVICES =
            Lazy.of(() -> new CelExpressions(Map.of("device", reference("kubernetes.DRADevice")), Optional.empty()));
    private static final Supplier<CelExpressions> RULES =
            Lazy.of(() -> new CelExpressions(Map.of("self", ANY, "oldSelf", ANY), Optional.empty()));

    private final CelCompiler compiler;

    /**
     * What came of compiling.
     *
     * @param wrong what is wrong, "" if nothing is
     * @param type of the result; {@link #ANY} if it is not known
     * @param sure whether the type is all that the server would know too
     */
    record Compiled(String wrong, CelType type, boolean sure) {}

    private CelExpressions(Map<String, CelType> variables, Optional<StructType> local) {
        CelOptions options = CelOptions.current()
                .maxExpressionCodePointSize(20_000)
                .enableHeterogeneousNumericComparisons(true)
                .build();
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(options)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setTypeProvider(new Types(local))
                .addLibraries(
                        CelExtensions.strings(),
                        CelExtensions.sets(options),
                        CelExtensions.lists(),
                        CelExtensions.optional(),
                        CelExtensions.bindings(),
                        CelExtensions.comprehensions());
        variables.forEach(builder::addVar);
        this.compiler = builder.build();
    }

    /** Expressions that select devices. */
    static CelExpressions devices() {
        return DEVICES.get();
    }

    /** Validation rules of CRDs; the type of {@code self} is left open. */
    static CelExpressions rules() {
        return RULES.get();
    }

    /**
     * Expressions over requests that are to be admitted.
     *
     * @param params whether the policy has parameters
     * @param authorizer whether the expression may ask what somebody may do
     * @param variables of the policy, by name; if there are none, {@code variables} does not exist
     */
    static CelExpressions admission(boolean params, boolean authorizer, Map<String, CelType> variables) {
        Map<String, CelType> all = new java.util.HashMap<>(Map.of(
                "object", ANY,
                "oldObject", ANY,
                "namespaceObject", ANY,
                "request", reference("kubernetes.AdmissionRequest")));
        if (params) {
            all.put("params", ANY);
        }
        if (authorizer) {
            all.put("authorizer", ANY);
        }
        if (variables.isEmpty()) {
            return new CelExpressions(all, Optional.empty());
        }
        all.put("variables", reference("kubernetes.variables"));
        return new CelExpressions(
                all, Optional.of(struct("kubernetes.variables", variables).getValue()));
    }

    Compiled compile(String expression) {
        try {
            CelValidationResult parsed = compiler.parse(expression);
            if (parsed.hasError()) {
                return new Compiled(first(parsed.getErrors()), ANY, false);
            }
            CelValidationResult checked = compiler.check(parsed.getAst());
            if (checked.hasError()) {
                String wrong = first(checked.getErrors().stream()
                        .filter(issue -> isCertain(issue.getMessage()))
                        .toList());
                return new Compiled(wrong, ANY, false);
            }
            return new Compiled("", checked.getAst().getResultType(), true);
        } catch (CelValidationException e) {
            return new Compiled("it does not compile", ANY, false);
        }
    }

    /** Whether the server would say so too, whatever functions it has beside those that are known here. */
    private static boolean isCertain(String message) {
        Matcher undeclared = UNDECLARED.matcher(message);
        return undeclared.matches()
                ? !SERVER_FUNCTIONS.contains(undeclared.group(1))
                : message.startsWith("undefined field")
                        || OPERATOR.matcher(message).matches();
    }

    private static String first(List<CelIssue> issues) {
        return issues.stream()
                .map(issue -> issue.getMessage().replace(" (in container '')", ""))
                .findFirst()
                .orElse("");
    }

    private static StructTypeReference reference(String name) {
        return StructTypeReference.create(name);
    }

    private static Map.Entry<String, StructType> struct(String name, Map<String, CelType> fields) {
        ImmutableMap<String, CelType> types = ImmutableMap.copyOf(fields);
        StructType.FieldResolver resolver = field -> Optional.ofNullable(types.get(field));
        return Map.entry(name, StructType.create(name, types.keySet(), resolver));
    }

    private record Types(Optional<StructType> local) implements CelTypeProvider {
        @Override
        public ImmutableCollection<CelType> types() {
            ImmutableList.Builder<CelType> all = ImmutableList.builder();
            return all.addAll(TYPES.values()).addAll(local.stream().toList()).build();
        }

        @Override
        public Optional<CelType> findType(String name) {
            Optional<CelType> own =
                    local.filter(type -> type.name().equals(name)).map(CelType.class::cast);
            return own.or(() -> Optional.ofNullable(TYPES.get(name)));
        }
    }
}
