import { describe, expect, it } from '@jest/globals';
import { createPredictor } from '../../../../src/core/classifier/predict.ts';
import { trainModel } from '../../../../src/core/classifier/train.ts';
import { aTrainingSet, SEED } from './a-training-set.ts';

/** Four tickets about access, four about printing, then a new ticket of each. */
const TICKETS: readonly [string, readonly string[], readonly string[], string, string][] = [
  [
    'German, by parts of compounds',
    ['Passwort vergessen', 'Kennwortrücksetzung nötig', 'Anmeldung geht nicht', 'Konto ist gesperrt'],
    ['Drucker druckt nicht', 'Papierstau im Gerät', 'Toner ist leer', 'Druckauftrag bleibt hängen'],
    'Passwortänderung schlägt fehl',
    'Farbdrucker zeigt Papierstaumeldung',
  ],
  [
    'French, with accents left off',
    ['Mot de passe oublié', 'Compte verrouillé', 'Accès refusé', 'Réinitialiser la session'],
    ['Imprimante bloquée', 'Bourrage de papier', 'Cartouche à remplacer', 'Numérisation illisible'],
    'compte verrouille depuis lundi',
    "l'imprimante ne numerise plus, numerisation floue",
  ],
  [
    'Arabic, with the article attached',
    ['نسيت كلمة المرور', 'تم قفل الحساب', 'لا أستطيع تسجيل الدخول', 'إعادة تعيين كلمة السر'],
    ['الطابعة لا تعمل', 'انحشار الورق في الطابعة', 'نفد الحبر', 'الطباعة بطيئة جدا'],
    'كلمة مرور الحساب منتهية',
    'طابعة المكتب بلا حبر',
  ],
  [
    'Japanese',
    ['パスワードを忘れました', 'アカウントがロックされた', 'ログインできません', 'パスワードの再設定'],
    ['プリンターが動きません', '紙詰まりです', 'トナーがありません', '印刷が遅い'],
    'パスワードの変更ができない',
    'プリンターの紙詰まり',
  ],
  [
    'Chinese',
    ['忘记密码了', '账号被锁定', '无法登录系统', '请重置密码'],
    ['打印机坏了', '打印机卡纸', '没有墨粉', '打印速度很慢'],
    '我的密码过期了',
    '三楼打印机不工作',
  ],
  [
    'Thai',
    ['ลืมรหัสผ่าน', 'บัญชีถูกล็อก', 'เข้าสู่ระบบไม่ได้', 'ขอตั้งรหัสผ่านใหม่'],
    ['เครื่องพิมพ์เสีย', 'กระดาษติดในเครื่องพิมพ์', 'หมึกหมด', 'พิมพ์ช้ามาก'],
    'รหัสผ่านหมดอายุ',
    'เครื่องพิมพ์ชั้นสามไม่ทำงาน',
  ],
];

describe('the classifier', () => {
  it.each(TICKETS)('learns from few tickets in %s', (_, access, printing, newAccess, newPrinting) => {
    const rowsOf = (texts: readonly string[], label: string) => texts.map((text) => ({ text, label }));
    const rows = [...rowsOf(access, 'access'), ...rowsOf(printing, 'printing')];
    const { model } = trainModel(aTrainingSet(rows), { seed: SEED });
    const predictor = createPredictor(model);
    const labelOf = (text: string) => model.labels[predictor.predict(text).label];
    expect([labelOf(newAccess), labelOf(newPrinting)]).toEqual(['access', 'printing']);
  });
});
