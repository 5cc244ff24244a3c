package org.hokan.archive.index;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Person names: PS3.4 §C.2.2.2.1, §C.2.2.2.4; PS3.5 §6.2.1. */
class NameKeyTest {
  private static final String YAMADA = "Yamada^Tarou=山田^太郎=やまだ^たろう";

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource({
    // without case, accents, width
    "yamada^tarou,Yamada^Tarou,true",
    "MULLER,Müller^Jörg,true",
    "Müller,MULLER^JORG,true",
    "Buc^Jerome,Buc^Jérôme,true",
    "strasse,Straße,true",
    "ΣΑΣ,σας,true",
    "ｙａｍａｄａ,Yamada^Tarou,true",
    "ﾔﾏﾀﾞ,ヤマダ^タロウ,true",
    // voiced kana are other sounds
    "ヤマタ,ヤマダ^タロウ,false",
    // by component; an empty one is universal
    "Yamada,Yamada^Tarou,true",
    "^Tarou,Yamada^Tarou,true",
    "Yamada^Jirou,Yamada^Tarou,false",
    "Yama,Yamada^Tarou,false",
    "Tarou,Yamada^Tarou,false",
    "Yamada^Tarou,Yamada,false",
    "Yamada^^^Dr,Yamada^Tarou^^Dr,true",
    "Yamada^^^Dr,Yamada^Tarou^^Mr,false",
    "Yamada^Tarou^^^,Yamada^Tarou,true",
    "Yamada^Tarou,Yamada^Tarou^^^,true",
    "' Yamada ^ Tarou ',Yamada^Tarou,true",
    // wild cards, also across components
    "Ya*,Yamada^Tarou,true",
    "Ya*^T?rou,Yamada^Tarou,true",
    "*Tarou,Yamada^Tarou,true",
    "*d*^*r*,Yamada^Tarou,true",
    "Yamada^*,Yamada,true",
    "*Jirou,Yamada^Tarou,false",
    "Y?mada,Yamada^Tarou,true",
  })
  void matchesOneGroup(String key, String name, boolean expected) {
    assertThat(new NameKey(key).matches(name)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    // a key with one group finds the name in any of its groups
    "山田^太郎,true",
    "やまだ,true",
    "Yamada,true",
    "山*,true",
    "鈴木,false",
    // a key with several groups is compared group by group
    "Yamada=山田,true",
    "=山田^太郎,true",
    "==やまだ*,true",
    "Yamada=鈴木,false",
    "山田=山田,false",
    "=Yamada,false",
    "*=山田=*,true",
  })
  void matchesByComponentGroup(String key, boolean expected) {
    assertThat(new NameKey(key).matches(YAMADA)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "Yamada^T*,yamada^t",
    "Yamada^Tarou,yamada^tarou",
    "Yamada^*,yamada",
    "Yamada^^^Dr,yamada",
    "Ya*,ya",
    "Mü?ler,mu",
    "*amada,''",
    "^Tarou,''",
    "=山田,山田",
    "*=山田=*,山田",
    "*,''",
  })
  void knowsWhatEveryMatchBeginsWith(String key, String prefix) {
    assertThat(new NameKey(key).prefix()).isEqualTo(prefix);
  }
}
