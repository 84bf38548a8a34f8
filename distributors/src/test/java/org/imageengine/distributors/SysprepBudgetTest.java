package org.imageengine.distributors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SysprepBudgetTest {
  private static final String ADVICE =
      " Start again from an image with fewer runs behind it: one that was installed from the"
          + " original media, or an earlier one of this chain.";

  @Test
  void saysNothingWhileTheEndIsFar() {
    SysprepBudget budget = new SysprepBudget(990, 1001);
    assertThat(budget.notice("a:b:c:1.0.0")).isEmpty();
    assertThat(budget.left()).isEqualTo(11);
    assertThat(budget.isSpent()).isFalse();
  }

  @Test
  void warnsNearTheEnd() {
    assertThat(new SysprepBudget(990, 1001).afterRun().notice("a:b:c:1.0.0"))
        .contains(
            "Sysprep has run 991 times on the image a:b:c:1.0.0, and 1001 is the limit: it can be"
                + " generalized 10 times more, with this build."
                + ADVICE);
    assertThat(new SysprepBudget(2, 3).notice("seven"))
        .contains(
            "Sysprep has run 2 times on the image seven, and 3 is the limit: this build is the last"
                + " that can be generalized."
                + ADVICE);
  }

  @Test
  void saysThatTheEndIsReached() {
    SysprepBudget spent = new SysprepBudget(1000, 1001).afterRun();
    assertThat(spent.isSpent()).isTrue();
    assertThat(spent.notice("x"))
        .contains(
            "Sysprep has run 1001 times on the image x, and 1001 is the limit: it cannot be"
                + " generalized again."
                + ADVICE);
    assertThat(new SysprepBudget(7, 3).isSpent()).isTrue();
    assertThat(new SysprepBudget(7, 3).left()).isZero();
  }

  @Test
  void refusesNonsense() {
    assertThatThrownBy(() -> new SysprepBudget(-1, 3)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SysprepBudget(0, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
