import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import run.endive.build.time.compiler.Config;
import run.endive.build.time.compiler.Generator;
import run.endive.compiler.InterpreterFallback;

/// Translates `quickjs.wasm` into Java classes while the program is built, so that a starting node only loads classes: translating takes
/// seconds. Run by Maven as a single source file; a system Maven older than the plugin of the same purpose asks for would refuse that plugin.
///
/// Arguments: the WebAssembly file, the directory that receives the classes and the module's data.
final class CompileQuickJs {
  private static final String NAME = "io.ringmaster.scenario.engine.QuickJsWasm";

  private CompileQuickJs() {}

  public static void main(String[] arguments) throws IOException {
    var wasm = Path.of(arguments[0]);
    var classes = Path.of(arguments[1]);
    var done = classes.resolve(NAME.replace('.', '/') + ".meta");
    if (Files.exists(done)
        && Files.getLastModifiedTime(done).compareTo(Files.getLastModifiedTime(wasm)) > 0) {
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
    System.out.println("quickjs.wasm translated into " + classes);
  }
}
