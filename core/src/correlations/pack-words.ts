/*
 * The words of pack sizes in ten languages, folded as titles are: lower case and without accents (ü → u, ß → ss).
 * Japanese counters are matched by how a run of characters begins.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** A number of these is a number of packs: 4-pack, 6er Pack, 2 paquetes. No word for a case: iPhone 15 case. */
export const PACK = words(`
  pack packs pk pks pck pkg packung packungen packet packets package packages paket pakete paquet paquets
  paquete paquetes pacchi pacco pacote pacotes pak pakken paczka paczki opakowanie opakowania forpackning forpackningar
  stuckpack stuckpackung confezione confezioni bundles lots verpakkingen boites boxes cases cajas scatole kartons caixas`)

/** Written before the number, with one of the words of `OF` between: pack of 6, confezione da 6, lot de 3. */
export const PACK_BEFORE = words(`
  pack packs pk packung paket paquet paquete pacco pacote pak paczka opakowanie forpackning confezione conf bundle lot
  lotto multipack verpakking boite box case caja scatola karton caixa doos embalagem packet package carton tray sleeve crate bag sachet`)

/** More than one of these says that packs hold packs: 4 packs of 6. */
export const PACKS = words(
  'packs pks packungen packets packages pakete paquets paquetes pacchi pacotes pakken paczki boxes cases',
)

export const SET_BEFORE = words('set sets juego ensemble kit conjunto zestaw satz serie jogo')

/** Between a pack and its number. */
export const OF = words('of de da di von mit aus van med com con a per av z po')

/** Each is one whole product with several pieces: 3-piece suit. */
export const SET_PIECE = words('piece teilig teiliges teiliger teilige tlg')

/** Loose pieces: 48 count, 50 pcs, 3 Stück, 2 piezas. */
export const PIECE = words(`
  count counts ct cnt pcs pc pce pces pieces stuck stk stucke st teile pieza piezas pezzo pezzi pz pzs unidad unidades
  unid uds ud unite unites unita unds units unit ea each stuks sztuk szt sztuki styck peca pecas`)

/** In a title with one of `SET_NOUN`, these are the parts of one product: a building set with 1,351 pieces. */
export const PART = words('pieces pcs teile pieza piezas pezzi pces ピース')
export const SET_NOUN = words('set kit puzzle jigsaw bausatz playset rompecabezas パズル puzzles baukasten coffret')

/** Things that hold something, counted: 12 rolls, 24 bottles. */
export const CONTAINER = words(`
  roll rolls rolle rollen rouleau rouleaux rollo rollos rotolo rotoli bottle bottles flasche flaschen bouteille
  bouteilles botella botellas bottiglia bottiglie can cans dose dosen canette canettes lata latas lattina lattine bag
  bags beutel sachet sachets bolsa bolsas busta buste pouch pouches tube tubes tuben jar jars glaser pots
  battery batteries batterie batterien piles pila pilas pile baterias bar bars cartridge cartridges kartuschen patronen
  cartouches cartuchos cartucce tub tubs ream reams carton cartons canister canisters filter filters filtre filtres filtro filtros filtri bulb bulbs`)

/** What a single package holds, counted: 250 sheets, 120 capsules. */
export const CONTENT = words(`
  sheet sheets blatt feuille feuilles hojas fogli capsule capsules kapseln gelules capsulas tablet tablets tabletten
  comprimes comprimidos compresse softgel softgels gummies pods wipe wipes tucher lingettes toallitas salviette caplets
  pills teabags teebeutel tabs lozenges sticks diapers windeln couches panales pannolini screws schrauben vis tornillos viti`)

export const PAIR = words('pair pairs paar paare paire paires pares par paia paio prs pary')
export const DOZEN = words(
  'dozen dozens dz dutzend douzaine douzaines docena docenas dozzina dozzine dozijn tuzin dussin duzia',
)
export const HALF = words('half halbes demi media mezza')
export const QUANTITY = words('quantity qty menge cantidad quantite quantita anzahl aantal ilosc antal quantidade')
export const TOTAL = words('total insgesamt gesamt totale totaal totalt razem')

/** Between a number and what it counts: 12 mega rolls, 8 AA batteries. */
export const SIZE_WORD = words(`
  aa aaa mega double triple regular large small jumbo family big super ultra alkaline lithium rechargeable plastic
  glass empty refill replacement extra giant huge mini single soft`)

/** A number after one of these words names a thing: Series 9, iPhone 15, size 2. */
export const NAME_BEFORE = words(`
  series serie iphone ipad galaxy pixel playstation ps gen generation size grosse groesse taille talla taglia tamanho
  maat model modell modele modelo modello version v no nr number nummer numero level stage etape stufe etapa mark mk type
  typ tipo class volume vol part teil season windows switch kindle echo age step phase form usb bluetooth hdmi lego item
  art ref code style nintendo hero mavic drone fire watch buds note redmi book band`)

/** Before batteries that are only needed or enclosed, not sold. */
export const NEEDS = words(
  'requires require required needs need uses includes included include including incl with powered mit avec con inkl takes',
)

/** After such batteries: 2 batteries included. */
export const ENCLOSED = words(
  'included required needed enthalten inklusive erforderlich benotigt inclus incluses incluse incluidas incluido notwendig',
)

/** A measure of how much is in one: 2 x 500 ml are two. */
export const AMOUNT_UNIT = words(`
  ml cl dl l lt ltr liter litre liters litres litri litros litro g gr kg mg oz ounce ounces fl lb lbs pound pounds gallon
  gallons gal gramm gram grams grammi gramos grammes`)
export const LENGTH_UNIT = words(`
  mm cm m km in inch inches ft feet foot yd yard yards zoll pouces pulgadas pollici meter meters metre metres metros
  metri mtr mil`)
/** Units of what is no pack and no content. */
export const OTHER_UNIT = words(`
  w kw wh v mah ah hz ghz mhz gb tb mb kb k p px mp db lm lumen lumens watt watts volt volts amp amps rpm mbps gbps
  percent year years yr yrs month months day days hour hours min h jahre jahr ans mois anos anni ply fold`)

/** A number times one of these is no pack: 10x zoom. */
export const TIMES_WHAT = words(`
  zoom optical magnification magnifying faster speed stronger more thicker concentrated strength power larger scope
  loupe lens hd vergrosserung zoomfach fach digital longer brighter better optischer optique`)

/** A cord has a length: 2 x 1 m are two cables. */
export const CORD = words('cable cables kabel ladekabel cavo cavi cord cords cabo cabos hose schlauch rope seil')

/** Says that there are several without a number. */
export const MANY = words('bogo multipack multipacks mehrfachpack sparpack vorratspack')

export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map([
  ...(
    [
      ['two', 'zwei', 'deux', 'due', 'dos', 'dwa', 'twee', 'duas', 'dois', 'tva'],
      ['three', 'drei', 'trois', 'tre', 'tres', 'trzy', 'drie'],
      ['four', 'vier', 'quatre', 'quattro', 'cuatro', 'cztery', 'quatro', 'fyra'],
      ['five', 'funf', 'cinq', 'cinque', 'cinco'],
      ['six', 'sechs', 'sei', 'seis', 'zes', 'szesc'],
      ['seven', 'sieben', 'sept', 'sette', 'siete'],
      ['eight', 'acht', 'huit', 'otto', 'ocho'],
      ['nine', 'neun', 'neuf', 'nove', 'nueve'],
      ['ten', 'zehn', 'dix', 'dieci', 'diez', 'tien'],
      ['eleven', 'elf', 'onze'],
      ['twelve', 'zwolf', 'douze', 'dodici', 'doce', 'twaalf'],
    ] as const
  ).flatMap((names, index) => names.map((name): [string, number] => [name, index + 2])),
])

/** One word that says it all. */
export const PACK_NAMES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    twinpack: 2,
    doppelpack: 2,
    doppelpackung: 2,
    duopack: 2,
    zweierpack: 2,
    dreierpack: 3,
    viererpack: 4,
    funferpack: 5,
    sechserpack: 6,
    zehnerpack: 10,
    zwolferpack: 12,
    duopak: 2,
    tweepack: 2,
    sixpack: 6,
    dwupak: 2,
    trojpak: 3,
    czteropak: 4,
  }),
)
/** Before the word pack: twin pack, pack doble, lot duo. */
export const PACK_ADJECTIVES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    twin: 2,
    double: 2,
    duo: 2,
    dual: 2,
    doble: 2,
    doppia: 2,
    duplo: 2,
    triple: 3,
    trio: 3,
    tripla: 3,
    quad: 4,
    single: 1,
  }),
)

/** Japanese counters of packs, of pieces, and of pairs, as one run of characters. */
export const JA_PACK = words('パック セット 箱 袋 個組 組')
export const JA_PIECE = words(`
  個 枚 本 缶 冊 台 巻 錠 粒 包 点 膳 瓶 コ ヶ ロール ピース カプセル 玉 束 着 個入 枚入 本入 袋入 缶入 錠入 粒入 包入 巻入 入 枚組 本組`)
export const JA_PAIR = words('足 双 足組 対 ペア')
export const JA_DOZEN = 'ダース'
export const JA_SET = 'セット'
export const JA_SET_PIECE = '点'
export const JA_TOTAL = words('計 合計 全 総計')
