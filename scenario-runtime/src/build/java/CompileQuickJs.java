import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;
import run.endive.build.time.compiler.Config;
import run.endive.build.time.compiler.Generator;
import run.endive.compiler.InterpreterFallback;

/// Translates `quickjs.wasm` into Java classes while the program is built, so that a starting node only loads classes: translating takes
/// seconds. Run by Maven as a source program (JEP 458); a system Maven older than the plugin of the same purpose asks for would refuse that
/// plugin.
///
/// What Endive writes is then made digestible for the Java compilers (docs/adr/0006): [LeanCode], [Outliner].
///
/// Arguments: the WebAssembly file, the directory that receives the classes and the module's data, the directory of these sources.
final class CompileQuickJs {
  private static final String NAME = "io.ringmaster.scenario.engine.QuickJsWasm";
  private static final String MEMORY = "io/ringmaster/scenario/engine/QuickJsMemory";

  /// Instructions. C1 gives up somewhere above four thousand; C2 does not, but its register allocator needs quadratic time.
  private static final int TOO_LARGE = 3000;

  private static final int LARGEST_PART = 700;

  private CompileQuickJs() {}

  public static void main(String[] arguments) throws IOException {
    var wasm = Path.of(arguments[0]);
    var classes = Path.of(arguments[1]);
    var sources = Path.of(arguments[2]);
    var done = classes.resolve("translated");
    if (Files.exists(done) && lastModified(done).compareTo(newest(wasm, sources)) > 0) {
      return;
    }
    Files.createDirectories(classes);
    var generator =
        new Generator(
            Config.builder()
                .withWasmFile(wasm)
                .withName(NAME)
                .withTargetClassFolder(classes)
                .withTargetSourceFolder(classes)
                .withTargetWasmFolder(classes)
                .withInterpreterFallback(InterpreterFallback.FAIL)
                .build());
    var interpreted = generator.generateResources();
    generator.generateMetaWasm(interpreted);
    for (var file : functionsIn(classes)) {
      rewrite(file);
    }
    Files.writeString(done, "");
    System.out.println("quickjs.wasm translated into " + classes);
  }

  private static FileTime newest(Path wasm, Path sources) throws IOException {
    try (var files = Files.list(sources)) {
      var newestSource =
          files
              .map(CompileQuickJs::lastModified)
              .max(Comparator.naturalOrder())
              .orElseThrow(() -> new IOException("no sources in " + sources));
      var binary = lastModified(wasm);
      return binary.compareTo(newestSource) > 0 ? binary : newestSource;
    }
  }

  private static FileTime lastModified(Path file) {
    return FileTime.fromMillis(file.toFile().lastModified());
  }

  private static List<Path> functionsIn(Path classes) throws IOException {
    try (var files = Files.walk(classes)) {
      return files.filter(file -> file.getFileName().toString().contains("FuncGroup")).toList();
    }
  }

  private static void rewrite(Path file) throws IOException {
    var type = new ClassNode();
    new ClassReader(Files.readAllBytes(file)).accept(type, ClassReader.SKIP_DEBUG);
    var parts = new ArrayList<MethodNode>();
    for (var method : type.methods) {
      LeanCode.apply(method, MEMORY);
      if (method.instructions.size() > TOO_LARGE) {
        parts.addAll(new Outliner(type.name, MEMORY, method, LARGEST_PART).outline());
      }
    }
    type.methods.addAll(parts);
    var writer = new FrameComputer();
    type.accept(writer);
    Files.write(file, writer.toByteArray());
  }

  /// Without loading the classes in question: where two references meet, nobody calls a method of what is more than an object.
  private static final class FrameComputer extends ClassWriter {
    FrameComputer() {
      super(COMPUTE_FRAMES);
    }

    @Override
    protected String getCommonSuperClass(String one, String other) {
      return "java/lang/Object";
    }
  }
}
