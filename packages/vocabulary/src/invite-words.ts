/**
 * The words of spoken codes: plain English nouns of four to eight letters. WARNING: both sides need the same list, and a
 * word keeps its place. Chosen so that they are easy to say and to spell, that no letter typed wrong makes one of them
 * another, and that no two of them begin alike (five letters) or sound alike; `test/invite-code.test.ts` holds all of it.
 */
export const INVITE_WORDS: readonly string[] = `
abacus academy account acorn acrobat actor address admiral alarm album algebra almanac almond alpaca alphabet
altitude aluminum amber anchor ankle anteater anthem antler anvil apple apricot apron aquarium aqueduct arch arena
armchair armor artist ashtray athlete atlas attic auction aurora avocado awning axle backpack bagel bakery balance
ballet balsam bamboo banana bandage banjo barber bargain barley baron basil basket bathtub beacon beagle beaver
bedroom beehive bench bicycle birch bird birthday biscuit blanket blazer blender blossom blouse bluebell bobbin
bobcat bonfire bonnet book border botany bottle boulder bouquet bracelet bracket brass brick brigade broccoli bronze
broom brush bubble budget buffalo bulb bulldog bumper bungalow bunker burrow butcher butter button buzzard cabbage
cabin cable cactus cadet calcium calendar camel campfire campus canary candle canopy canvas canyon capital caramel
caravan cardamom cardinal caribou carnival carousel carpet carrot cascade cashew castle catalog catfish cavern cedar
ceiling cement centaur ceramic cereal chalk chamber champion chapel charcoal chariot charter checker cheese cheetah
chemist chestnut chicken chipmunk chisel chorus chutney cinema cinnamon circle circus citadel citrus clarinet clasp
cliff clinic clock closet cloud clover coal coast cobalt cobbler cobra coconut coin comedy compass compost computer
concert concrete condor confetti copilot copper cordial cork corner corridor cosmos costume cottage couch cougar
council country cousin coyote crab cradle crater crayon crevice cricket crocus crumb crutch cucumber cuff cupboard
cupcake curtain cushion cutlery cyclone cylinder daffodil dahlia dancer darkroom date dawn daylight decade degree
denim dentist deputy desert diagram dial diamond digit dimple dinner dinosaur diploma dish ditch doctor dolphin
domino donkey donut dormouse dough dove dragon drawer dream drizzle drone dryer duck dumpling dungeon duplex dustpan
duvet earth easel editor eggplant eggshell elbow elder electron elephant emblem emerald empire enamel engine
envelope equator eraser espresso estate evening evidence exhibit explorer eyebrow fabric falcon family fanfare
farmer fashion father faucet fedora fence fern ferret festival fiber fiction fiddle field figurine filament filter
finger firefly fireman firework flag flamingo flannel flask flint florist flower flute foam folder forest forge
formula fortress fossil fountain fraction fragment frame freckle fringe frisbee fritter frog frost fruit fudge
furnace gadget gallery gallop gander garage garden garland garlic garnet general genie geranium gerbil giant giraffe
girdle glacier glass glider globe glossary glue goblet goblin gold gondola gong goose gopher gorilla gospel governor
grandma granite grape gravel griddle griffin grotto grouse guardian guide guitar habitat hallway hammer hammock
hamster handbag hangar harbor harmony harness harp harvest hatchet hawk hazel headlamp hedge helium helmet herald
herring hexagon hickory hinge hive holiday homework honey horizon hornet horse hospital hotel hound hula hurdle
husky iceberg icing idol iguana image inch indigo infant inkwell insect intern invoice island item ivory jacket
jackpot jaguar jargon jasmine javelin jeans jersey jester jewel jigger jigsaw jubilee judo juggler juice jukebox
junction jungle juniper kayak ketchup keyboard keyhole kidney kimono kindling kingdom kiosk kitchen kitten kiwi
label ladle lamb landing lantern latch latex lattice laundry laurel lavender leather lecture legend lemon lentil
leopard lever library lifeboat lilac linen lion lizard lobster locket locust lodge loft lotion lotus lounge lullaby
lumber lunch macaroni machine magazine magician magnet magpie mahogany mailbox malt mammoth mandarin mandolin mango
mangrove mansion mantis mantle manual marathon marble margin marigold market marsh mascot mask mason matchbox
mattress maypole meatball mechanic medal medicine melody memory merchant mercury mermaid meteor mill mineral
minister minstrel mint mirror mission moccasin mocha monarch mongoose monitor monsoon monument morning mortar mosaic
motor motto mouse muffin mulberry mural muscle mushroom music mustard napkin narwhal nature necklace neighbor nephew
nest nickel north nostril notebook novel nozzle nurse nuthatch nutmeg nylon oatmeal ocean octagon octave octopus
office olive omelet onion opal orange orbit orchard orchid organ origami ostrich otter outfit outlet outpost oven
overalls overcoat padlock pagoda pajamas palace palm pamphlet pancake panther paper paprika parade parakeet parasol
parcel parka parsnip partner passage passport pastry patent path patriot patrol pavement pavilion peacock peak
peanut pearl pecan pelican pencil pendant pendulum percent perfume period petal picnic pigeon pilgrim pilot pinafore
pinball pinwheel pioneer pirate pitcher pixel plaid planet plank plaster platform platinum plum plywood podium poem
police pollen polygon poncho pond popcorn poplar poppy porpoise porridge portal portrait postcard potato poultry
powder prairie prawn preface pretzel primrose prince prism profile province prune pudding pulp pumpkin puppet purple
puzzle pyramid quartz queen quest rabbit raccoon radish radius raft rainbow ramp rapids rattle ravine ravioli razor
reactor recipe record redwood reindeer relic remedy ribbon rice ripple robot rodent rodeo romance rooster rosemary
rubber ruby rucksack ruffle rumble runway rust salad salmon salsa salute samurai sandal sandwich sapling sardine
satchel satin saucer sauna savanna savings sawmill scaffold scarf scarlet schedule scholar school scissors scooter
scorpion scribe scuba seagull season seaweed secret senator sensor sentinel serpent server sesame shadow shallot
shamrock shanty shark shawl shelf shepherd sherbet sheriff shield ship shirt shoe shoulder shovel shrimp shrine
shutter sidecar sidewalk signpost silver sister skate skeleton skillet skunk skylark skyline sleeve slide slipper
slope sloth smelter smoke snail snapper sneaker snorkel soccer sofa soil soldier sombrero sonar soprano sorbet
spaniel spanner spatula spectrum sphere spice spider spinach spindle spiral spirit sponge spring spruce spur square
squash stable stadium stage stallion stamp stapler starfish starling steam stencil steward stitch stocking stomach
stone stork straw stripe student studio stylus subway suffix suitcase sultan summer summit sunbeam sunrise sunset
surfer surgeon surname swan sweater swing symphony tablet tadpole tangle tanker target taxi teacher teapot teaspoon
temple tennis tenor tent termite terrace textbook theater theorem thermos thimble thistle thorn thread throne
throttle thumb thunder ticket tide timber tinsel tomato toolbox topic tornado tortoise totem toucan tractor traffic
trailer trapeze tray treasure trellis trial triangle tribe tricycle trident trigger trinket tripod trolley trout
trumpet trunk tugboat tulip tuna tunnel turban turkey turnip turret turtle tutor tuxedo twig twister ukulele
umbrella unicorn uniform unison universe urchin utopia valve vanity vapor varnish vase vault vehicle velvet veteran
village vinegar vineyard violet violin viper virtue visitor vitamin voice volcano volume vortex voucher voyage
vulture waffle wagon waiter walkway walnut walrus waltz wand warbler wardrobe washer wasp wave wedding wetland wharf
whisker wildcat windmill winter wolf wombat woodland word workshop wreath yacht yard yeast yogurt yolk zebra zenith
zigzag zinc zodiac`
  .trim()
  .split(/\s+/)
