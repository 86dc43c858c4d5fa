import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.StreamSupport;

/**
 * Makes the classes of archives such that an AOT cache can hold all of them. It keeps no class of before Java 6, which the JVM
 * checks anew at every start: those get the class file version of Java 17, with the stack maps that it asks for. Nor does it
 * keep what the JVM makes for a switch over types, or to compare records, when it comes to it, some classes for each: here they
 * are written out.
 */
final class CachedClasses {
    private static final int JAVA_17 = 61;
    private static final int HELPER = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;
    private static final String SWITCH = "typeSwitch";
    private static final ClassDesc OBJECT_METHODS = ClassDesc.of("java.lang.runtime.ObjectMethods");
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
    private static final MethodTypeDesc EQUALS =
            MethodTypeDesc.of(ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object);
    private static final MethodTypeDesc TYPE_SWITCH =
            MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object, ConstantDescs.CD_int);

    private final ClassFile format;

    private CachedClasses(ClassLoader all) {
        ClassHierarchyResolver types = ClassHierarchyResolver.ofResourceParsing(all);
        this.format = ClassFile.of(
                ClassFile.ClassHierarchyResolverOption.of(types.orElse(ClassHierarchyResolver.defaultResolver())),
                ClassFile.StackMapsOption.STACK_MAPS_WHEN_REQUIRED);
    }

    /** @param args the folder that Quarkus packaged a program into */
    public static void main(String[] args) throws IOException {
        Path program = Path.of(args[0]);
        List<Path> archives = new ArrayList<>(archives(program.resolve("app"), "*.jar"));
        List<URL> all = new ArrayList<>();
        for (Path archive : archives(program.resolve("lib/main"), "*.jar")) {
            all.add(archive.toUri().toURL());
        }
        all.add(archives.getFirst().toUri().toURL());
        archives.addAll(archives(program.resolve("lib/main"), "info.picocli.*.jar"));
        try (URLClassLoader loader = new URLClassLoader(all.toArray(URL[]::new), null)) {
            CachedClasses made = new CachedClasses(loader);
            for (Path archive : archives) {
                made.rewrite(archive);
            }
        }
    }

    private static List<Path> archives(Path folder, String names) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, names)) {
            return StreamSupport.stream(found.spliterator(), false).toList();
        }
    }

    private void rewrite(Path archive) throws IOException {
        Path made = archive.resolveSibling(archive.getFileName() + ".new");
        try (JarFile in = new JarFile(archive.toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(made))) {
            // Folders may be named twice.
            Set<String> written = new HashSet<>();
            for (JarEntry entry : Collections.list(in.entries())) {
                if (written.add(entry.getName())) {
                    byte[] bytes = in.getInputStream(entry).readAllBytes();
                    JarEntry copy = new JarEntry(entry.getName());
                    copy.setTimeLocal(entry.getTimeLocal());
                    out.putNextEntry(copy);
                    out.write(entry.getName().endsWith(".class") ? current(bytes) : bytes);
                    out.closeEntry();
                }
            }
        }
        Files.move(made, archive, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private byte[] current(byte[] bytes) {
        ClassModel model = format.parse(bytes);
        if (model.isModuleInfo()) {
            return bytes;
        }
        if (model.majorVersion() >= JAVA_17) {
            return writtenOut(model, bytes);
        }
        ClassTransform code = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
        return format.transformClass(model, code.andThen((builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(JAVA_17, 0);
            } else {
                builder.with(element);
            }
        }));
    }

    private byte[] writtenOut(ClassModel model, byte[] bytes) {
        boolean any = model.findAttribute(Attributes.bootstrapMethods()).stream()
                .flatMap(attribute -> attribute.bootstrapMethods().stream())
                .map(entry -> entry.bootstrapMethod().asSymbol())
                .anyMatch(method -> method.methodName().equals(SWITCH) || method.owner().equals(OBJECT_METHODS));
        return any ? format.transformClass(model, new Written(model).transform()) : bytes;
    }

    /** One class whose switches and comparisons become methods of its own. */
    private static final class Written {
        private final ClassModel model;
        private final Map<List<ClassDesc>, String> switches = new LinkedHashMap<>();

        Written(ClassModel model) {
            this.model = model;
        }

        ClassTransform transform() {
            ClassTransform replaced = ClassTransform.transformingMethodBodies((code, element) -> {
                if (!(element instanceof InvokeDynamicInstruction call && isReplaced(call, code))) {
                    code.with(element);
                }
            });
            return replaced.andThen(ClassTransform.endHandler(type -> switches.forEach((types, name) ->
                    type.withMethodBody(name, TYPE_SWITCH, HELPER, code -> askEach(types, code)))));
        }

        private boolean isReplaced(InvokeDynamicInstruction call, CodeBuilder code) {
            List<ClassDesc> types = types(call);
            if (!types.isEmpty()) {
                String name = switches.computeIfAbsent(types, _ -> SWITCH + "$" + switches.size());
                code.invokestatic(model.thisClass().asSymbol(), name, TYPE_SWITCH, model.flags().has(AccessFlag.INTERFACE));
                return true;
            }
            if (!call.bootstrapMethod().owner().equals(OBJECT_METHODS)) {
                return false;
            }
            // The arguments are on the stack and in the method's variables too: it does nothing else.
            List<DirectMethodHandleDesc> fields = call.bootstrapArgs().stream()
                    .filter(DirectMethodHandleDesc.class::isInstance)
                    .map(DirectMethodHandleDesc.class::cast)
                    .toList();
            switch (call.name().stringValue()) {
                case "hashCode" -> hash(fields, code.pop());
                case "equals" -> compare(model.thisClass().asSymbol(), fields, code.pop2());
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    private static void hash(List<DirectMethodHandleDesc> fields, CodeBuilder code) {
        code.iconst_0();
        for (DirectMethodHandleDesc field : fields) {
            ClassDesc type = type(field);
            ClassDesc owner = type.isPrimitive() ? boxed(type) : OBJECTS;
            ClassDesc taken = type.isPrimitive() ? type : ConstantDescs.CD_Object;
            code.bipush(31).imul().aload(0).getfield(field.owner(), field.methodName(), type);
            code.invokestatic(owner, "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, taken)).iadd();
        }
    }

    private static void compare(ClassDesc owner, List<DirectMethodHandleDesc> fields, CodeBuilder code) {
        code.aload(0).aload(1).ifThen(Opcode.IF_ACMPEQ, same -> same.iconst_1().ireturn());
        code.aload(1).instanceOf(owner).ifThen(Opcode.IFEQ, other -> other.iconst_0().ireturn());
        for (DirectMethodHandleDesc field : fields) {
            ClassDesc type = type(field);
            code.aload(0).getfield(owner, field.methodName(), type);
            code.aload(1).checkcast(owner).getfield(owner, field.methodName(), type);
            if (type.isPrimitive()) {
                code.invokestatic(boxed(type), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, type, type));
                code.ifThen(Opcode.IFNE, other -> other.iconst_0().ireturn());
            } else {
                code.invokestatic(OBJECTS, "equals", EQUALS);
                code.ifThen(Opcode.IFEQ, other -> other.iconst_0().ireturn());
            }
        }
        code.iconst_1();
    }

    private static ClassDesc type(DirectMethodHandleDesc field) {
        return ClassDesc.ofDescriptor(field.lookupDescriptor());
    }

    private static ClassDesc boxed(ClassDesc primitive) {
        return ClassDesc.of("java.lang", switch (TypeKind.from(primitive)) {
            case BOOLEAN -> "Boolean";
            case BYTE -> "Byte";
            case CHAR -> "Character";
            case SHORT -> "Short";
            case INT -> "Integer";
            case LONG -> "Long";
            case FLOAT -> "Float";
            default -> "Double";
        });
    }

    /** The types that a switch asks for; none if it is no switch, or asks for something else too. */
    private static List<ClassDesc> types(InvokeDynamicInstruction call) {
        boolean isSwitch = call.bootstrapMethod().methodName().equals(SWITCH)
                && !call.typeSymbol().parameterType(0).isPrimitive();
        boolean typesOnly = call.bootstrapArgs().stream().allMatch(ClassDesc.class::isInstance);
        return isSwitch && typesOnly
                ? call.bootstrapArgs().stream().map(ClassDesc.class::cast).toList()
                : List.of();
    }

    /** As {@code SwitchBootstraps.typeSwitch} says: -1 for null, else the first from there on that fits, else how many there are. */
    private static void askEach(List<ClassDesc> types, CodeBuilder code) {
        code.aload(0).ifThen(Opcode.IFNULL, absent -> absent.iconst_m1().ireturn());
        for (int i = 0; i < types.size(); i++) {
            int index = i;
            code.iload(1).loadConstant(index).ifThen(Opcode.IF_ICMPLE, open -> open.aload(0)
                    .instanceOf(types.get(index))
                    .ifThen(fits -> fits.loadConstant(index).ireturn()));
        }
        code.loadConstant(types.size()).ireturn();
    }
}
