package io.ringmaster.protocol.json;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Teaches Jackson that the subtypes of a sealed interface are the ones it permits, so they are listed once: in the
/// `permits` of the language. A record's type id is its [JsonTypeName] or else its simple name.
public final class SealedTypes extends SimpleModule {

  private static final long serialVersionUID = 1L;

  public SealedTypes() {
    super("ringmaster-sealed-types");
  }

  @Override
  public void setupModule(SetupContext context) {
    super.setupModule(context);
    context.insertAnnotationIntrospector(new Introspector());
  }

  private static final class Introspector extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    @SuppressWarnings("NullAway") // null is Jackson's own way to say "no opinion"
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
      Class<?> type = annotated.getRawType();
      if (!type.isSealed()) return null;
      var names = new ArrayList<NamedType>();
      collect(type, names);
      return names;
    }

    @Override
    @SuppressWarnings("NullAway")
    public @Nullable String findTypeName(AnnotatedClass annotated) {
      Class<?> type = annotated.getRawType();
      return type.isRecord() ? nameOf(type) : null;
    }

    private static void collect(Class<?> type, List<NamedType> names) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        if (permitted.isSealed()) collect(permitted, names);
        else names.add(new NamedType(permitted, nameOf(permitted)));
      }
    }

    private static String nameOf(Class<?> type) {
      var declared = type.getAnnotation(JsonTypeName.class);
      return declared == null ? type.getSimpleName() : declared.value();
    }
  }
}
