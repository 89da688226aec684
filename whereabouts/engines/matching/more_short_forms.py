"""More short and other forms of given names: what callers say at the door and on the telephone.

As in `short_forms`: one line holds names for one person, and lines do not chain.
"""

MORE_BRITISH_AND_IRISH = """
    aidan aiden ade
    alexander sandy al
    alexandra sandy
    anna anne ann nan
    antonia tony
    antonio tony ant
    ashleigh ashley ash
    benjamin bennie benjy ben
    bradley brad
    brandon bran
    caitlin cait katelyn cate
    cassandra cassie cass
    catherine cath cathy kath
    charlotte lotta lottie
    chloe clo
    courtney court
    ellie elle elly eleanor
    emily emmy milly em
    finley fin finn findlay
    florence flora flossy flo
    frederick derick erick
    freya fre
    gabriel gabby
    gabriella gabby
    harry henry hap haps
    hayley hails
    imogen immy immie
    isabella issy izzy
    jordan jord jordy
    kayleigh kay kayley
    kieran kier kieron ciaran
    leon lee
    mackenzie kenzie mac
    maisie mae margaret
    olivia ollie liv
    paige pagey
    poppy pops
    rory ruairi rhuairi
    ruby rubes
    stacey stace anastasia
    summer sum
    tegan teg
    thomas thom tom
    tiffany tiff
    valentina val vallie
"""

MORE_WELSH = """
    alwyn al wyn
    carys cari
    elliw ellie
    eluned luned lyn
    gareth gaz
    ifor ivor
    llinos lin
    nia niamh
    osian ossie osh
    seren ser
    steffan steff stephen
    tomos twm tom thomas
    gwilym gwil will william
"""

MORE_EAST_EUROPEAN = """
    andrzej jedrek andrew
    artem tyoma artyom
    barbara basia
    beata beatka
    cristian cristi
    denisa deni
    dominika domi nika
    ewa ewka eva
    filip fifi philip
    ivan vanya
    jaroslaw jarek
    karolina karola caroline
    kamil kamilek
    liudmila lyuda mila
    lukasz luki lucas luke
    marcin marcinek martin
    mateusz mati matthew
    michal misiek michael
    natalia natka natasha
    nikolai kolya mykola
    pawel pawelek paul
    piotr piotrek peter
    ryszard rysiek richard
    sofia sonya zosia sophie
    tomasz tomek thomas
    tomasz tomash
    viktoria vika wiktoria
    yuri yura yuriy
    zbigniew zbyszek
"""

MORE_SOUTH_ASIAN = """
    anushka anu
    arshdeep arsh
    divya divi
    fatima fati
    gurdeep guri
    hardeep hardi
    imran immy
    jasleen jas
    jaspreet jas jassi
    kiranjit kiran
    kulwinder kully
    mohammad mo
    muzammil muzi
    navneet nav
    nusrat nusi
    pooja puja
    ranjit ran
    rukhsana ruki
    saima sai
    satwinder satty
    shabnam shabs
    sukhwinder sukhi
    tariq tar
    zulfiqar zulf
"""

MORE_WEST_AFRICAN = """
    abdoulaye abdul laye
    adaeze ada
    adaobi ada obi
    adetokunbo ade toks tokunbo
    akinola akin ola
    ayodele ayo dele
    chinonso nonso
    chiamanda manda
    ekundayo dayo
    emmanuel emma manu
    folarin fola
    ikechukwu ike ikey
    kelechi kele
    kofi kof
    kwaku kweku
    obinna obi
    ogechi oge
    olufemi femi
    olumide mide
    oluwafemi femi
    oluwakemi kemi
    olayinka yinka
    onyinyechi onyi
    somtochukwu somto
    tolulope tolu tope
    yaw yao
"""

MORE_ARABIC_AND_BEYOND = """
    abdelkader kader abdul
    abdelrahman abdul rahman
    ahmed ahmad hamada ahmet
    amir ameer
    dalal dalia
    fatemeh fati fatima
    ferhat ferro
    halima halimah
    ibrahim ibby ibs
    imane iman eman
    khaled khalid halid
    khadija khadi khadijah
    laila leila layla leyla
    mahmoud mahmud mahmut
    mansour mansur
    mehmet memo
    mustafa musti mo
    nadia nadja
    rashid rachid rasheed
    safiya safia safiyah
    samira sameera
    sumaya soumaya sumayyah
    tariq tarek tarik
    warsame wasame
    yasmin yasmine jasmin jasmine
    yusuf yus yousef
    zahra zara zohra
    zainab zee zaynab
    zakaria zakariya zak
"""
