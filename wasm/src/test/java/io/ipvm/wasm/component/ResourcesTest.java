package io.ipvm.wasm.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ipvm.wasm.component.Definition.Encoding;
import io.ipvm.wasm.component.ResourceFunction.BuiltIn;
import io.ipvm.wasm.core.CoreFunction;
import io.ipvm.wasm.core.CoreType;
import io.ipvm.wasm.core.TrapException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Handles: who owns a resource, who may drop it, and when.
final class ResourcesTest {
  private final List<Long> destroyed = new ArrayList<>();
  private final ComponentInstance maker = new ComponentInstance(null);
  private final ComponentInstance user = new ComponentInstance(null);
  private final ResourceType file = new ResourceType(maker, new Destructor(destroyed));
  private final Plan own = Plan.of(new ValType.Own(file));
  private final Plan borrow = Plan.of(new ValType.Borrow(file));

  /// Notes the representations it is called with.
  private record Destructor(List<Long> destroyed) implements CoreFunction {
    @Override
    public CoreType.Function type() {
      return new CoreType.Function(List.of(CoreType.Value.I32), List.of());
    }

    @Override
    public long[] call(long... args) {
      destroyed.add(args[0]);
      return new long[0];
    }
  }

  private static Transfer transfer(ComponentInstance instance, CallScope scope) {
    return new Transfer(new Abi(Encoding.UTF8, null, null, instance), scope);
  }

  private int call(BuiltIn builtIn, ComponentInstance instance, int argument) {
    var results = new ResourceFunction(builtIn, file, instance).call(argument);
    return results.length == 0 ? 0 : (int) results[0];
  }

  /// Takes a handle from one instance and gives it to another, as a call does.
  private int pass(Plan plan, int handle, ComponentInstance from, ComponentInstance to) {
    return pass(plan, handle, transfer(from, new CallScope()), transfer(to, new CallScope()));
  }

  private static int pass(Plan plan, int handle, Transfer from, Transfer to) {
    var out = new Flat(1);
    plan.lower(to, plan.lift(from, new Flat(new long[] {handle})), out);
    return (int) out.values[0];
  }

  @Test
  void aNewHandleStandsForItsRepresentation() {
    int handle = call(BuiltIn.NEW, maker, 77);

    assertThat(call(BuiltIn.REP, maker, handle)).isEqualTo(77);
  }

  @Test
  void whoOwnsAResourceDestroysItByDroppingIt() {
    int given = pass(own, call(BuiltIn.NEW, maker, 77), maker, user);

    call(BuiltIn.DROP, user, given);

    assertThat(destroyed).containsExactly(77L);
  }

  @Test
  void whoGaveAResourceAwayHasItNoMore() {
    int handle = call(BuiltIn.NEW, maker, 77);
    pass(own, handle, maker, user);

    assertThatThrownBy(() -> call(BuiltIn.REP, maker, handle))
        .isInstanceOf(TrapException.class)
        .hasMessageContaining("unknown handle index");
  }

  @Test
  void droppingABorrowDestroysNothing() {
    var other = new ComponentInstance(null);
    int owned = pass(own, call(BuiltIn.NEW, maker, 77), maker, user);
    int borrowed = pass(borrow, owned, user, other);

    call(BuiltIn.DROP, other, borrowed);

    assertThat(destroyed).isEmpty();
  }

  @Test
  void theMakerSeesTheRepresentationOfWhatItIsLent() {
    int owned = pass(own, call(BuiltIn.NEW, maker, 77), maker, user);

    assertThat(pass(borrow, owned, user, maker)).isEqualTo(77);
  }

  @Test
  void whatIsLentCannotBeDroppedBeforeTheCallEnds() {
    int owned = pass(own, call(BuiltIn.NEW, maker, 77), maker, user);
    var scope = new CallScope();
    pass(borrow, owned, transfer(user, scope), transfer(maker, new CallScope()));

    assertThatThrownBy(() -> call(BuiltIn.DROP, user, owned))
        .hasMessageContaining("while borrowed");
    scope.end();
    call(BuiltIn.DROP, user, owned);

    assertThat(destroyed).containsExactly(77L);
  }

  @Test
  void whatWasBorrowedHasToBeDroppedBeforeTheCallEnds() {
    var other = new ComponentInstance(null);
    var scope = new CallScope();
    int owned = pass(own, call(BuiltIn.NEW, maker, 77), maker, user);
    int borrowed = pass(borrow, owned, transfer(user, new CallScope()), transfer(other, scope));

    assertThatThrownBy(scope::requireNoBorrows).hasMessageContaining("borrow handles");
    call(BuiltIn.DROP, other, borrowed);

    scope.requireNoBorrows();
  }

  @Test
  void aBorrowCannotBeGivenAway() {
    var other = new ComponentInstance(null);
    int owned = pass(own, call(BuiltIn.NEW, maker, 77), maker, user);
    int borrowed = pass(borrow, owned, user, other);

    assertThatThrownBy(() -> pass(own, borrowed, other, maker))
        .hasMessageContaining("cannot lift own resource from a borrow");
  }

  @Test
  void aHandleOfAnotherTypeTraps() {
    int handle = call(BuiltIn.NEW, maker, 77);
    var other = new ResourceType(maker, null);

    assertThatThrownBy(() -> maker.require(handle, other))
        .isInstanceOf(TrapException.class)
        .hasMessageContaining("wrong type");
  }

  @Test
  void aFreedIndexIsUsedAgain() {
    int first = call(BuiltIn.NEW, maker, 1);
    call(BuiltIn.DROP, maker, first);

    assertThat(call(BuiltIn.NEW, maker, 2)).isEqualTo(first);
  }

  @Test
  void anInstanceCannotBeEnteredTwiceNorLeftDuringPostReturn() {
    maker.enterFrom(null);

    assertThatThrownBy(() -> maker.enterFrom(user)).hasMessageContaining("cannot enter");
    maker.leaveTo(null);
    maker.enterFrom(user);
    assertThatThrownBy(() -> maker.withoutLeaving(() -> call(BuiltIn.NEW, maker, 1)))
        .hasMessageContaining("cannot leave");
  }
}
