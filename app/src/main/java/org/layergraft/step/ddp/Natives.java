package org.layergraft.step.ddp;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/** What JavaCPP's scopes leave to be said. */
final class Natives {

    private Natives() {}

    /** Says that native code owns it from now on: neither a scope nor the garbage collector may free it a second time. */
    static void disown(Pointer pointer) {
        keep(pointer).deallocate(false);
    }

    /** Lets a native object outlive the innermost scope. Close it, or the garbage collector will. */
    static <P extends Pointer> P keep(P pointer) {
        PointerScope scope = PointerScope.getInnerScope();
        // The threads on which autograd runs a GPU's backward have none.
        if (scope != null) {
            // A scope that lets go of what nobody else holds frees it.
            pointer.retainReference();
            scope.detach(pointer);
        }
        return pointer;
    }
}
