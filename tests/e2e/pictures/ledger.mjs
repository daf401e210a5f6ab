// The made-up household whose screens are in docs/screenshots: eight months up to today, the same every time
// but for the days.
const day = (ago) => {
  const date = new Date(Date.now() - ago * 86_400_000);
  return date.toISOString().slice(0, 10);
};

// A small generator of its own (mulberry32), so that every run tells the same story.
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

// [every how many days, title, category, merchant, least, most, payment method, tags]
const habits = [
  [2, 'Vegetables and fruit', 'Groceries', 'Namdhari Fresh', 180, 620, 'UPI'],
  [7, 'Weekly shopping', 'Groceries', 'Big Bazaar', 1_400, 3_200, 'Card'],
  [3, 'Filter coffee', 'Eating out', 'Third Wave', 90, 260, 'UPI'],
  [9, 'Dinner with friends', 'Eating out', 'Truffles', 800, 2_400, 'Card', ['friends']],
  [1, 'Metro', 'Transport', 'Namma Metro', 30, 60, 'UPI', ['commute']],
  [12, 'Taxi home', 'Transport', 'Ola', 220, 540, 'UPI'],
  [30, 'Electricity', 'Utilities', 'BESCOM', 900, 1_900, 'Bank transfer'],
  [30, 'Internet', 'Utilities', 'ACT Fibernet', 1_049, 1_050, 'Card'],
  [28, 'Gym', 'Health', 'Cult', 1_499, 1_500, 'Card'],
  [45, 'Pharmacy', 'Health', 'Apollo', 150, 900, 'Cash'],
  [16, 'Books', 'Entertainment', 'Blossom', 299, 1_150, 'Card', ['reading']],
  [25, 'Cinema', 'Entertainment', 'PVR', 380, 900, 'UPI', ['friends']],
  [33, 'Shirt', 'Shopping', 'Fabindia', 990, 2_990, 'Card'],
  [60, 'Train to Mysuru', 'Transport', 'Indian Railways', 350, 780, 'UPI', ['trip']],
  [90, 'Gift', 'Other', undefined, 500, 2_000, 'Cash'],
];

export function rows() {
  const random = generator(20_261_123);
  const all = [];
  for (let ago = 240; ago >= 0; ago -= 1) {
    habits.forEach(([every, title, category, merchant, least, most, method, tags], habit) => {
      if ((ago + habit) % every !== 0 || (every === 1 && random() < 0.3)) return;
      const amount = least + Math.floor(random() * (most - least));
      all.push({ client_id: String(all.length), title, amount: `${amount}.00`, category, date: day(ago),
        payment_method: method, ...(merchant ? { merchant } : {}), ...(tags ? { tags } : {}) });
    });
  }
  return all;
}

export const categories = [
  { name: 'Groceries', icon: '🥦', parent: 'Food' }, { name: 'Eating out', icon: '🍽️', parent: 'Food' }];

export const recurring = [
  { title: 'Rent', amount: '28000.00', category: 'Utilities', unit: 'month', last_day: true },
  { title: 'Newspaper', amount: '240.00', category: 'Entertainment', unit: 'month' },
  { title: 'Cleaning', amount: '600.00', category: 'Other', unit: 'week', every: 2 }];

export const budgets = [
  { category: undefined, amount: '45000.00', period: 'month' },
  { category: 'Food', amount: '14000.00', period: 'month', roll_over: true },
  { category: 'Transport', amount: '2500.00', period: 'month' },
  { category: 'Shopping', amount: '30000.00', period: 'year' }];
