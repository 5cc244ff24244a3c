package org.hokan.dicom.data;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Finds the dictionary while it is not part of this build yet. */
final class InterimDictionary {

  private static final @Nullable MethodHandle VR_OF = find();

  private InterimDictionary() {}

  static VR vrOf(int tag) {
    try {
      return VR_OF == null ? VR.LO : (VR) VR_OF.invokeExact(tag);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable MethodHandle find() {
    try {
      return MethodHandles.lookup()
          .findStatic(
              Class.forName("org.hokan.dicom.dict.ElementDictionary"),
              "vrOf",
              MethodType.methodType(VR.class, int.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
