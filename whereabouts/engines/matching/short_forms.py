"""Short and other forms of given names, collected by us; one line holds names for one person.

Nobody's list is complete: add a line or a name where one is missed. Lines do not chain: who is
called Alex may be Alexander or Alexandra, which does not make Sandra an Alexander.
"""

from whereabouts.engines.matching.more_short_forms import (
    MORE_ARABIC_AND_BEYOND,
    MORE_BRITISH_AND_IRISH,
    MORE_EAST_EUROPEAN,
    MORE_SOUTH_ASIAN,
    MORE_WELSH,
    MORE_WEST_AFRICAN,
)

BRITISH_AND_IRISH = """
    abigail abby abbie abi gail
    agnes aggie
    alan allan allen alun al
    albert bert bertie al
    alexander alex alec alasdair alistair sandy lex xander sasha
    alexandra alex sandra lexi lexie sasha alexa
    alfred alf alfie fred
    amanda mandy manda
    amelia millie amy emilia milly
    andrew andy drew andreas andrei andriy
    ann anne anna annie hannah anya ania
    anthony tony antony ant anton
    arthur art artie
    barbara barb babs
    beatrice bea trixie beatrix
    benjamin ben benny benji
    bernard bernie
    bethany beth elizabeth
    bridget bridie brigid
    callum calum cal
    cameron cam
    caroline carol carrie lina carolyn
    catherine katherine kathryn katharine cathryn kate katie kathy cathy kat kitty kay katya catrin
    charles charlie chas chuck carl
    charlotte charlie lottie charley char
    christina christine chris chrissie tina krystyna kirsty kristina
    christopher chris kit topher kristofer kris
    claire clare clair chiara
    clifford cliff
    connor conor con
    daisy margaret
    daniel dan danny dani
    danielle dani danni elle
    david dave davey davie dai dafydd dewi
    deborah debbie deb debra
    dominic dom nic
    dorothy dot dottie dolly dora
    edward ed eddie ted teddy ned eduard
    eleanor ellie nell nellie elinor nora lena
    elizabeth liz lizzie beth betty betsy eliza elsie libby lisa lilibet bess elspeth elisabeth
    emily em emmie millie emma
    eugene gene owen
    evelyn eve evie
    florence flo florrie flossie
    frances fran frankie francesca cesca franny
    francis frank frankie fran
    frederick fred freddie freddy rick
    gabriel gabe
    gabrielle gabby gabi elle
    geoffrey geoff jeff jeffrey
    george georgie geordie sior
    georgina georgia georgie gina
    gerald gerry ged jerry
    gillian gill jill gilly
    grace gracie
    gregory greg gregor
    harold harry hal
    harriet hattie harri harry
    helen nell nellie lena elena ellen
    henry harry hal hank harri henri
    isabella isabel isobel izzy bella belle isabelle ishbel
    isaac ike zac
    jacob jake jack jakub yakub yaqub
    jacqueline jackie jacqui
    james jim jimmy jamie jem iago seamus
    janet jan jennet
    jane janie jayne sian siani
    jason jay jase
    jennifer jen jenny jenni
    jeremy jez jerry
    jessica jess jessie
    joan joanie joanne siwan
    joanna joanne jo joan
    jonathan jon jonny jonty nathan
    john jack johnny jon ian iain ieuan ifan ioan sean evan jan ivan
    joseph joe joey jo jose yusuf josef jozef
    josephine jo josie fifi
    joshua josh
    judith judy jude jodie
    julia julie jules juliet
    katrina trina kat catriona
    kenneth ken kenny
    kimberley kim kimmy kimberly
    laura laurie lauren lori
    lawrence larry laurie lol laurence
    leonard len lenny leo
    lewis louis lou lewi luis
    lily lillian lil liliana
    louise lou lulu
    lucy lucinda lucie
    luke lucas luc luca lukasz
    madeleine maddie maddy madeline
    margaret maggie meg peggy megan greta rita marge mair margie daisy pegi mags
    mark marc marcus marek
    martin marty martyn
    mary may molly polly maria marie mair miriam maryam mari
    matilda tilly tilda mattie
    matthew matt matty mateusz matteo
    maureen mo
    maxwell max maximilian
    megan meg meggie meghan
    melanie mel
    melissa mel missy lissa
    michael mike mick mickey mikey mihangel michal mikhail misha
    michelle shell chelle
    miriam miri mim
    mitchell mitch
    naomi nomi
    natalie nat tallie natalia natasha
    natasha tasha nat tash natalia
    nathaniel nat nathan nate
    neil niall neal nigel
    niamh neve neave nieve
    nicholas nick nicky nicolas nikolas nico nikolai
    nicola nicky nic nikki
    oliver ollie olly noll
    olivia liv livvy olive
    oscar oz ossie
    pamela pam
    patricia pat patsy tricia trish patty
    patrick pat paddy padraig
    paul pauly pavel pawel
    penelope penny nell
    peter pete pedr pyotr piotr
    philip phil phillip pip
    philippa pippa pip
    phoebe febe pheebs
    rachel rach rachael rae
    raymond ray
    rebecca becky becca bex rebekah
    richard rick dick ricky rich richie dickie
    robert rob bob bobby robbie bert robin rab
    roger rodge hodge
    ronald ron ronnie
    rosemary rose rosie romy
    roxanne roxy
    saoirse seersha sorcha
    samantha sam sammy
    samuel sam sammy
    sarah sally sara sadie
    sean shaun shawn shane
    shannon shan
    sebastian seb bas
    sinead jane janet
    siobhan shivaun shevaun shiv joan
    sophie sophia sofia zosia soph
    stanley stan
    stephanie steph stevie stef
    stephen steve stevie steven stefan
    susan sue susie suzy susanna suzanne
    terence terry tel terrence
    thomas tom tommy twm tomos tomasz
    theodore theo ted teddy
    theresa tess terry tessa teresa
    timothy tim timmy
    toby tobias tobi
    tyler ty
    valerie val
    veronica ronnie vera
    victoria vicky tori vikki vic
    vincent vince vinny
    walter wally walt
    wendy gwendolen
    william will bill billy willy liam gwilym wil
    yvonne vonnie eve
    zachary zach zac zak zack
"""

WELSH = """
    aled al
    angharad haz hari ang
    bethan beth
    branwen bran
    bronwen bron bronwyn
    catrin cat cadi cati catherine
    cerys cez
    dafydd dai daf dewi david
    eirlys eira
    elin ellen elen helen
    eleri leri
    emyr em
    ffion ffi fi
    geraint ger
    gethin geth
    gruffydd griff gruff griffith guto
    gwenllian gwen llio
    gwyneth gwyn gwennie
    hywel howell hyw
    ieuan iwan ifan ioan evan
    lleucu lucy
    llywelyn llew lyn llewellyn
    lowri laura
    mared margaret
    marged megan margaret
    meredith merry meredydd
    morgan mo mog
    myfanwy myf fanw
    owain owen ows
    rhiannon rhi non
    rhodri rhod
    rhydian rhyd
    sioned sian janet
    tegwen teg
    tudur tudor tud
"""

EAST_EUROPEAN = """
    agnieszka aga agnes
    aleksandra ola aleksandr sasha
    aleksander olek alek sasha aleks
    anastasia nastya stasia ana
    bogdan bodia
    dmitri dima mitya dmytro
    ekaterina katya katia catherine
    elzbieta ela elizabeth
    evgeny zhenya yevgeny
    gheorghe gigi george
    grzegorz grzesiek greg
    ioana ioanna oana
    ion ionut nelu
    jakub kuba
    jan janek jas
    jerzy jurek
    joanna asia
    katarzyna kasia kaska
    krzysztof krzys krzysiek chris
    magdalena magda lena madzia
    malgorzata gosia malgosia margaret
    maria mariya masha marysia
    mihai misu mihaita
    mikhail misha mykhailo
    oleksandr sasha oles
    olga olya olha
    pavel pasha pavlo
    sergei seryozha serhiy sergiu
    stanislaw staszek stas
    stefan stefek fane
    svetlana sveta svitlana
    tatiana tanya tetiana
    vladimir vova volodya volodymyr vlad
    wojciech wojtek
    yelena lena olena elena
    zuzanna zuzia susanna
"""

SOUTH_ASIAN = """
    abhishek abhi
    aishwarya aish
    amandeep aman
    anjali anju
    balwinder bal
    gurpreet guri preet gurprit
    harpreet harry preet harprit
    jaswinder jas jassi
    karthik karthi kartik
    lakshmi laxmi lakshman
    mandeep mandy mani
    manpreet mani preet
    muskaan muskan
    parminder pam parm
    priyanka priya pinky
    rajesh raj raju
    rajinder raj
    sandeep sandy sunny
    satnam sat
    simran sim simranjit
    sukhdeep sukhi sukh
    tanvir tan tanveer
    vikram vik vicky
    zeeshan zish shan
"""

WEST_AFRICAN = """
    abimbola bimbo bim
    adebayo ade bayo
    adewale ade wale
    akosua esi
    babatunde tunde baba
    chiamaka amaka chi
    chibuzo buzo chi
    chidiebere chidi ebere
    chinedu nedu edu
    chukwuemeka emeka mekus
    ebunoluwa ebun
    folasade sade fola shade
    ifeoluwa ife
    ifeoma ify oma
    kwabena kobina kobby
    kwame kwamina
    mamadou amadou mohamed
    ngozi goz
    olabisi bisi ola
    olamide mide ola lamide
    oluwaseun seun
    oluwadamilola dami damilola lola
    oluwatobi tobi tobiloba
    ousmane usman
    temitope temi tope
    titilayo titi layo
    uchenna uche
    yewande wande
"""

ARABIC_AND_BEYOND = """
    aaliyah aliyah alia liya aliya
    abdallah abdullah abdul abdu
    abdulrahman abdurrahman abdirahman abdul rahman
    abubakar abu bakar bubakar
    aisha ayesha aysha aicha aishah
    amina aminah ameena amna
    bilal billal
    fatima fatimah fatou fatma fatoumata faduma
    hamza hamzah
    hassan hasan xasan
    hussein husayn hossein hussain xuseen
    ibrahim ibraheem brahim ebrahim abraham
    ismail ismael esmail
    jamal gamal jamaal
    khadija khadijah khadra hadiza
    mariam maryam miriam maria mary
    mohammed muhammad mohamed mohammad mahamed mehmet mohd moe mo md
    mustafa mostafa mustapha
    nur noor nour
    omar umar omer
    osman usman uthman othman
    rehman rahman
    salma selma
    suleiman sulaiman solomon sulayman
    yahya yehia john
    yunus younis jonas
    yusuf yousef youssef yusef joseph josef
    zaynab zainab zeynep zeinab
"""

EVERY_LINE = tuple(
    tuple(line.split())
    for block in (
        BRITISH_AND_IRISH,
        WELSH,
        EAST_EUROPEAN,
        SOUTH_ASIAN,
        WEST_AFRICAN,
        ARABIC_AND_BEYOND,
        MORE_BRITISH_AND_IRISH,
        MORE_WELSH,
        MORE_EAST_EUROPEAN,
        MORE_SOUTH_ASIAN,
        MORE_WEST_AFRICAN,
        MORE_ARABIC_AND_BEYOND,
    )
    for line in block.strip().splitlines()
)
