import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Copies the two classes by which the evaluator keeps who wrote a text out of the program's archive, and has them keep nothing: what
 * renders with them in front renders without origins.
 */
final class Untraced {
    private static final String PACKAGE = "dev/auditflow/render/template/";
    private static final ClassDesc NODE = ClassDesc.of("dev.auditflow.render.template.Node");
    private static final ClassDesc WRITER = ClassDesc.of("dev.auditflow.render.template.Writer");
    private static final Map<String, Set<String>> METHODS =
            Map.of("TracedText", Set.of("add"), "Node", Set.of("writer", "computed"));

    /** @param args the program's archive, and the one to write */
    public static void main(String[] args) throws IOException {
        try (JarFile program = new JarFile(args[0]);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(Path.of(args[1])))) {
            for (Map.Entry<String, Set<String>> type : METHODS.entrySet()) {
                String name = PACKAGE + type.getKey() + ".class";
                out.putNextEntry(new JarEntry(name));
                out.write(without(program.getInputStream(program.getJarEntry(name)).readAllBytes(), type.getValue()));
                out.closeEntry();
            }
        }
    }

    private static byte[] without(byte[] bytes, Set<String> methods) {
        ClassFile format = ClassFile.of();
        ClassModel model = format.parse(bytes);
        Consumer<CodeBuilder> nothing = methods.contains("add")
                ? CodeBuilder::return_
                : code -> code.aload(0).getfield(NODE, "literal", WRITER).areturn();
        int[] changed = {0};
        byte[] made = format.transformClass(model, (type, element) -> {
            if (element instanceof MethodModel method && methods.contains(method.methodName().stringValue())) {
                type.withMethodBody(method.methodName(), method.methodType(), method.flags().flagsMask(), nothing);
                changed[0]++;
            } else {
                type.with(element);
            }
        });
        if (changed[0] < methods.size()) {
            throw new IllegalStateException("the program has no methods " + methods + " any more");
        }
        return made;
    }
}
