"""Forenames and surnames by origin, commonest about first, and short forms heard at the door.

Countries' common names are facts from an open collection (CC0), put in English letters; the short
forms are from an open list (Apache-2.0) and our own. `Null`, `None` and `True` are surnames.
"""

# ruff: noqa: SIM905 (lists of words read better as words)

GIRLS = {
    "british": """
        Abigail Alexandra Amy Anna Bethany Caitlin Catherine Charlotte Chloe Daisy Danielle
        Elizabeth Ellie Emily Emma Eleanor Georgia Gwen Ffion Cerys Seren Rhiannon Carys
        Hannah Holly Isabella Jasmine Jessica Katie Kayleigh Lauren Leah Lucy Lily Lola Lisa
        Maisie Megan Molly Natasha Niamh Nicole Paige Poppy Phoebe Rebecca Rosie Rachel Ruby
        Samantha Sarah Scarlett Shannon Sophie Siobhan Summer Susanna Tia Victoria Zara Zoe
        Anne-Marie Mary-Jane Jo Amy Eve Bo May Olivia Willow Mia Amelia Grace Lillie Aria
        Isla Fiadh Evie Lilly Maia Ava Florence Sienna Ella Aurora Ivy Imogen Emilia Amaia
        Eabha Emelia Kiara Penelope Emiliya Kaia Matilda Freya Amara Kora Valentina Maria
        Mila Harper Aoife Annie Millie
    """.split(),
    "south_asian": """
        Aisha Amina Fatima Zainab Maryam Khadija Priya Anjali Neha Pooja Simran Gurpreet
        Harpreet Manpreet Jasleen Navneet Sana Hina Saima Nadia Rukhsana Shabnam Meera
        Kavita Lakshmi Divya Nisha Ria Anya Tara Aditi Shristi Inaya Fozia Sunita Aarya
        Bismah Rabina Kiara Sobia Asmita Aadhya Farrah Niharika Vamika Binita Pari Farzana
        Aasha Jiya Ayesha Kabita Mehar Sakeena Sita Amayra Gita
    """.split(),
    "west_african": """
        Abimbola Adaeze Adaora Ama Abena Akosua Amaka Blessing Chiamaka Chidinma Ebunoluwa
        Efua Esi Folasade Funmilayo Grace Ifeoma Joy Kemi Ngozi Nneka Oluwatobi Precious
        Temitope Titilayo Yaa Yewande Zainab Comfort Mercy Fatoumata Widelene Amelia Mariam
        Isabel Mirlande Arianna Aminata Myrlande Gianna Hawa Esperanza Islande Kyra Awa
        Milagrosa Lovelie Oumou Lovely Azariah Djeneba Judeline Aria Bintou Angeline Ariana
        Fanta Esther Azaria Kadiatou Chedeline Jessica Rose-Merline
    """.split(),
    "arabic": """
        Mary Imene Ines Marie Sara Mariam Fatemeh Jouri Fatma Aya Nour Fatima Latifa Zahra
        Shayma Salma Rania Yasmine Jessica Nora Sarah Helma Khawla Naya Hussa Marina Lyna
        Zeinab Hessa Mira Sherifa Reem Irene Maria Assia Maysoun Yasna Lianne Hoda Malak
        Amina Maryam Maha Ayesha Ava Leen Marwa Habiba Meriem Aicha Maya Nouf Noor Mersana
        Zina Aisha Mona Hana Karima Layla Nazanin-Zahra Dalal Farah Melissa Amira Christina
        Reema Baran Wateen Lulwa Eisha Lydia Amal Alanoud Lyn Fatemeh-Zahra Tuleen Shaikha
        Nesreen Nada Hur Lian Shaimaa Ma'soumeh Nur Sakineh Mila Farida Roghayyeh Khadije
        Shahd Leyla Ashraqat Somayyeh Sahar Fatin Doha Fajr Suha Rowan Hosniya Hasnaa Hosna
        Gamila Gamalat
    """.split(),
    "east_european": """
        Zofia Sofia Anna Sofija Yeva Hanna Eliska Viktoria Amelia Zuzanna Anastasiya Emilija
        Alise Sofiya Zoe Maria Ajla Anastasia Veronika Lukne Marta Nina Adela Nikol Aria
        Victoria Maja Amelija Viktoriya Lena Ema Tereza Raya Amelja Daria Laura Oleksandra
        Kamile Paula Mariya Luca Sofie Leandra Julia Leja Alisa Emma Natalia Viktorie Yoana
        Ambra Oliwia Eva Gabija Varvara Boglarka Nela Dragana Klea Alicja Alexandra Milana
        Patricija Darta Polina Lili Sara Karolina Gabriela Melisa Evelina Elija Elza
        Vasilisa Lilien Mia Natalie Aleksandra Amaris Pola Andreea Solomiya Liepa Lara
        Olivia Amalie Simona Reina Julie Yelena Olga Yekaterina Tatiana Irina Yulia
        Elizaveta
    """.split(),
    "chinese": """
        Ruoxi Shu-fen Yinuo Shu-hui Yihan Mei-ling Ya-ting Zihan Mei-hui Yimo Li-hua Yutong
        Shu-chuan Xinyi Shu-chen I-chun Yuxi Shu-hua
    """.split(),
    "turkish": """
        Fatma Zahra Ayse Aylin Emine Zeynab Hatice Maryam Zeynep Fatima Elif Nilay Meryem
        Malak Serife Ayla Zehra Inci Sultan Nuray Sevinj Gunel Asel Leyla Asya Aygun Defne
        Gunay Nehir Sevda Azra Vusala Zumra Konul Eylul Aysel Ecrin Tarana
    """.split(),
    "portuguese": """
        Maria Alice Ana Leonor Francisca Matilde Antonia Benedita Adriana Carolina Juliana
        Beatriz Marcia Margarida Fernanda Patricia Camila Aline Helena Laura Sophia Manuela
        Maite Liz Cecilia Isabella
    """.split(),
}

BOYS = {
    "british": """
        Adam Aidan Alexander Alfie Andrew Anthony Benjamin Bradley Callum Cameron Charlie
        Christopher Connor Daniel Dafydd David Dylan Edward Ethan Evan Finley Gareth George
        Harry Harvey Henry Huw Ieuan Jack Jacob Jake James Jamie Jordan Joseph Joshua Kai
        Kieran Kyle Lee Lewis Liam Logan Luke Matthew Max Michael Morgan Nathan Nicholas
        Noah Oliver Oscar Owen Patrick Peter Rhys Robert Ryan Rory Samuel Sean Stephen
        Thomas Toby Tyler William Zachary Ian Guy Ty Jean-Luc Luca Arthur Nikau Theodore
        Theo Ari Archie Niko Leo Muhammad Rian Koa Lucas Mateo Oisin Keanu Tadhg Mikaere
        Frederick Manaia Hudson Cillian Finn Kairo Albert Kiwa Harris Finlay
    """.split(),
    "south_asian": """
        Mohammed Muhammad Ali Ahmed Hassan Hamza Ibrahim Imran Usman Bilal Yusuf Zain Arjun
        Rohan Rahul Raj Vikram Amit Sanjay Gurpreet Harpreet Jaspreet Sukhdeep Ravinder
        Balwinder Faisal Shahid Tariq Asif Kamran Haris Dev Om Mohammad Krishna Shivansh
        Kiran Dhruv Hussain Abdul Bishal Kabir Omar Bibek Vedant Abdullah Siddhartha Kiaan
        Manish Aarav Zahid Syed Mahesh Kazi Kamal Viraj Saqib Sheikh Prem Nomaan Hasan
        Prakash
    """.split(),
    "west_african": """
        Adebayo Adewale Babatunde Chibuzo Chidi Chinedu Chukwuemeka Ebuka Emeka Emmanuel
        Femi Ikenna Kofi Kojo Kwabena Kwaku Kwame Kwasi Obinna Oluwadamilola Oluwaseun
        Olumide Segun Tobi Tunde Uche Yaw Godwin Samuel Daniel Mamadou Manuel Stevenson
        Aiden Moussa Juan Stanley Liam Mahamadou Antonio Malachi Adama Jose Peterson Amir
        Bakary thaniel Abdoulaye Wilson Joshua Modibo Jameson Josiah Oumar Evens Zahir Sekou
        Ricardo than Souleymane
    """.split(),
    "arabic": """
        Peter Omar Mohamed Ali Elie Mohammad Amir-Ali Mehdi Mohammed Pierre Abdelkader Amir
        Muhammed Fahd Youssef Adam Abdullah Ahmed George Ibrahim Hussein Charbel Aziz Fahad
        John Naim Hydar Abdulrahman Ahmad Amir-Hossein Karim Khaled Hamza Mina Ayoub Hassan
        Turki Hossein Beshoi Rachid Bandar Abdulla AbulFazl Karam Yousef Mahmoud Kirollos
        Said Younes Hasan Amir-Abbas Shahem Abdallah Mark Brahim Wassim Kathem Samyar Jad
        Abdulaziz Tareq Fadi Christian Mohammad-Taha Faisal Habib Djamel Amine Ammar Joe
        Aria Hashem Bader Yousouf Mahdi Mustafa Abd Yassin Reza Taha Mohammad-Reza Abbas
        Bilal Ali-Reza Abdel-Rahman Halim Murad Selim
    """.split(),
    "east_european": """
        Antoni David Artem Markas Marks Levente Jakub Aleksandar Noel Jan Matei Dmytro Benas
        Roberts Mikhail Mate Samuel Georgi Aron Aleksander Bogdan Ivan Jokubas Gustavs
        Aleksandr Dominik Adam Tomas Martin Joel Maxim Franciszek Maksym Dominykas Jekabs
        Matvey Bence Michal Matyas Kaloyan Roan Daniel Nikodem Alexandru Mykhaylo Herkus
        Emils Timofey Oliver Boris Amar Damian Danylo Lukas Karlis Lev Filip Dimitar Mateo
        Leon Vladyslav Jonas Adrians Dmitry Marcell Vojtech Teodor Alteo Stanislaw Artiom
        Oleksandr Matas Daniels Mark Roel Mikolaj Ion Andriy Kajus Ralfs Roman Zalan Matej
        Luis Szymon Gabriel Adomas Richard Nikola Dion Alexander Viktor Sergei Andrei Alexey
        Evgeny Artyom Daniil
    """.split(),
    "chinese": """
        Muchen Chia-hao Haoyu Chih-ming Chun-chieh Mingze Chien-hung Yichen Chun-hung Yuze
        Chih-hao Haoran Chih-wei Yize Wen-Hsiung Yuxuan Chin-lung Muyang Chih-chiang
    """.split(),
    "turkish": """
        Mehmet Ali Mustafa Elchin Ahmet Vugar Anar Huseyin Elnur Hasan Samir Ibrahim Elshan
        Ismail Rashad Osman Ilgar Yusuf Vusal Alparslan Huseyn Mirac Yusif Mahammad Eymen
        Raul Goktug Omar Omer Murad Adam Aras Tunar
    """.split(),
    "portuguese": """
        Francisco Jose Afonso Joao Antonio Tomas Duarte Carlos Lourenco Paulo Santiago Pedro
        Martim Lucas Miguel Luiz Gabriel Marcos Arthur Gael Theo Heitor Ravi Davi Berrdo
        Noah
    """.split(),
}

SURNAMES = {
    "british": """
        Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson
        Evans Walker White Roberts Green Hall Wood Jackson Clarke Hughes Edwards Lewis
        Turner Martin Cooper Hill Ward Morris Moore Clark Lee King Baker Harrison Morgan
        Allen James Scott Phillips Watson Davis Parker Price Bennett Young Griffiths
        Mitchell Kelly Cook Carter Richardson Bailey Collins Bell Shaw Murphy Miller Cox
        Richards Marshall Anderson Simpson Ellis Adams Wilkinson Foster Campbell Powell
        Stevens Webb Rogers Gray Mason Hunt Palmer Holmes Knight Mills Lloyd Fox Rees Bowen
        Pugh Vaughan Llewellyn Prosser O'Connor O'Neill O'Brien MacDonald McCarthy
        Fitzgerald Null None True Nan Test Ng Day Orr Ash Lea Hale Singh O'Kelly Patel Kaur
        O'Sullivan Sullivan Walsh Thomas O'Byrne Khan Byrne Sharma O'Ryan Ryan Nguyen
        O'Reilly Harris Reilly Ali Doyle O'Gallagher Rose Gallagher O'Doherty Doherty
        Rodriguez Kennedy Lynch Alexander Murray O'Quinn Quinn O'Moore
    """.split(),
    "south_asian": """
        Khan Ahmed Hussain Ali Begum Patel Singh Kaur Shah Akhtar Iqbal Malik Mahmood Mirza
        Chaudhry Bibi Miah Uddin Sharma Gupta Mehta Desai Joshi Chopra Kapoor Gill Sandhu
        Dhillon Sidhu Grewal Bains Raza Butt Qureshi Siddiqui Hashmi Nair Menon Iyer Reddy
        Rao Das Ghosh Banerjee Mukherjee Chatterjee Sen Bose Devi Akter Chaudhary Perera
        Kumar Islam Chowdhury Fernando Khatun Tamang Hossain Gurung Bandara Rahman Thapa
        Kumara Yadav Rana Dissanayake Mohamed Magar Gamage Rai Liyanage Shrestha Jayasinghe
        Lama Ranasinghe Chhetri Herath Chetry Weerasinghe Peiris Sah Rathnayake
        Wickramasinghe Wijesinghe Bishwakarma Hettiarachchi Maharjan Nanayakkara Nepali
        Ahamed Pariyar Rajapaksha Pokharel Mendis Pokhrel Pathirana Tharu Ekanayake
        Gunasekara Dias Sampath Amarasinghe Ratnayake Chathuranga Senanayake Samarasinghe
        Lakmal Munasinghe Rodrigo Seneviratne Rathnayaka Edirisinghe Jayawardena Fonseka
        Sanjeewa Gunawardana Gunawardena Karunaratne Jayaweera Jayasekara Ranaweera
        Jayawardana Jayasuriya Madusanka
    """.split(),
    "west_african": """
        Mensah Owusu Boateng Asante Osei Appiah Amoah Agyemang Addo Ofori Okafor Okonkwo Eze
        Nwosu Obi Okeke Adeyemi Adebayo Ogunleye Balogun Afolabi Bello Ibrahim Musa Abubakar
        Sesay Kamara Bangura Koroma Conteh Jalloh Diallo Traore Keita Toure Cisse Coulibaly
        Diop Ndiaye Sow Fofana Mohamud Campbell Brown Williams
    """.split(),
    "arabic": """
        Mohamed Ahmed Ali Hassan Hussein Ibrahim Abdi Abdullah Omar Osman Yusuf Farah
        Warsame Jama Nur Aden Hersi Elmi Mahmoud Mostafa Khalil Saleh Mansour Haddad Nasser
        Saeed Aziz Rahman Karim Sharif Hamdan Qasim Jaber Zaki Bakr Najjar Khoury Salem
        Ghazali Tahir Noor Rashid Bouazza Benali Mansouri Cherif Amrani Alaoui Haidari
        Ahmadi Rezaei Karimi Stanikzai Zadran Barzani Aziz
    """.split(),
    "east_european": """
        Nowak Popa Melnyk Kazlauskas Berzins Smirnov Nagy Horvath Novak Ivanov Hoxha Rusu
        Kowalski Popescu Shevchenko Kazlauskiene Kalnins Kovacs Kovac Novakova Ivanova
        Prifti Ceban Wisniewski Pop Boyko Jankauskas Ozolins Kuznetsov Toth Varga Svoboda
        Georgiev Shehu Ciobanu Wojcik Radu Kovalenko Jankauskiene Jansons Popov Szabo
        Svobodova Georgieva Dervishi Turcan Kowalczyk Dumitru Bondarenko Petrauskas Ozols
        Sokolov Novotny Dimitrov Bektashi Cebotari Kaminski Stan Tkachenko Petrauskiene
        Liepins Lebedev Balaz Novotna Dimitrova Begu Sirbu Lewandowski Stoica Kovalchuk
        Stankevicius Krumins Kozlov Kiss Dvorak Petrov Gjoni Lungu Zielinski Gheorghe
        Kravchenko Stankeviciene Balodis Novikov Molnar Dvorakova Petrova Leka Munteanu
        Szymanski Matei Yakovenko Vasiliauskas Eglitis Morozov Nemeth Balog Cerny Nikolov
        Rotari Wozniak Shevchuk Vasiliauskiene Zarins Farkas Lukac Cerna Nikolova Murati
        Dabrowski Ionescu Koval Butkus Petersons Volkov Balogh Prochazka Hristov Mehmeti
        Ursu Kozlowski Polishchuk Butkiene Vitols Solovyov Papp Prochazkova Hristova Hysi
        Gutu Jankowski Bondar Zukauskas Klavins Vasilyev Lakatos Polak Kucera Stoyanov Gjika
        Rosca Mazur Tkachuk Zukauskiene Karklins Zaytsev Takacs Gajdos Kucerova Stoyanova
        Marku Melnic Kwiatkowski Moroz Paulauskas Vanags Pavlov Juhasz Kollar Vesely Todorov
        Kola Cojocari Wojciechowski Marchenko Paulauskiene Semyonov Meszaros Hudak Vesela
        Todorova Kolla Krawczyk Lysenko Urbonas Golubev Olah Horak Iliev Nikolla Kaczmarek
        Rudenko Urboniene Vinogradov Simon Kovacik Horakova Ilieva Hasani Piotrowski
        Savchenko Kavaliauskas Bogdanov Racz Nemec Angelov Kristi Grabowski Petrenko
        Kavaliauskiene Vorobyov Fekete Oravec Nemcova Angelova Kristo Szilagyi Luka Torok
        Brahimi Feher Sinani Balazs Thanasi Gal Halili Abazi Dibra Laci Shkodra Prishtina
        Delvina Koroveshi Permeti Frasheri Gega Gegaj Toska Toskaj Cami Kelmendi Shkreli
        Berisha Krasniqi Gashi Kuqi Bardhi
    """.split(),
    "chinese": """
        Wang Chen Nguyen Wong Ch'en Tran Li Can Le Lee Chan Pham Zhang Chun Phan Cheung Tan
        Dang Liu Ting Bui Lau Lin Do Ho Lam Ngo Yang Lum Duong Yeung Lim Ly Huang Phi Liem
        Dao Zhao Doan Chiu Vuong Wu Trinh Ng Truong Zhou Vang Chow Phung Xu Eng Mai Tsui Ung
        To Sun Ha Suen Chang Ta Ma Zoeng Than Trac Zhu Chong Tong Chu Cheong Hoa Hu Tiu Khuc
        Teo Tu Guo Teoh Thuong Kwok Tiong Tieu He Kim Lei Quach Dam Gao Trieu Ko Mac Luo
        Thai Law Luu Thach Luong Vong Ong Heng Go Goh Gouw Woo Lao Lou Low
    """.split(),
    "turkish": """
        Yilmaz Mammadov Kaya Aliyev Demir Huseynov Sahin Hasanov Celik Guliyev Yildiz
        Ismayilov Yildirim Ahmadov Ozturk Abdullayev Aydin Abbasov Ozdemir Jafarov Arslan
        Dogan Kilic Aslan Cetin Kara Koc Kurt Ozkan Simsek
    """.split(),
    "portuguese": """
        Silva Santos Ferreira Sousa Pereira Oliveira Costa Lima Rodrigues Carvalho Martins
        Jesus Almeida Fernandes Goncalves Gomes Lopes Araujo Marques Melo Alves Barbosa
        Ribeiro Pinto Cardoso Schmitz Teixeira Schmidt Moreira Rocha Correia Mendes Correa
        Nunes Dias Soares Vieira Monteiro Azevedo Cavalcante Cavalcanti Neves Montes Coelho
        Morais Cruz Cunha Pires Duarte Reis Simoes Antunes Matos Fonseca Machado Tavares
        Lourenco Castro Figueiredo Freitas
    """.split(),
}

SHORT_FORMS = {
    line.split()[0]: tuple(line.split()[1:])
    for line in """
        aaliyah liya
        abigail abby
        adela adie della
        aisha aish
        albert al bert
        aleksander olek
        aleksandr alek alex
        aleksandra ola
        alexander alex sandy lex al alec
        alexandra alex sandra lexi alla sandy
        alice allie elsie lisa
        aline adeline
        amandeep aman
        amelia amy emily mel millie
        anastasia ana stacy
        anastasiya nastya
        anna ann anne annie nan
        annie ann anna
        anthony tony
        antonia ann netta tony
        antonio ant tony
        aron erin ron ronnie
        arthur art
        azariah aze riah
        babatunde tunde
        balwinder bal
        benjamin ben benny benjy bennie jamie
        bethany beth
        catherine cath katie kate
        cecilia celia cissy
        charlie charles chuck
        charlotte lottie charlie char lotta sherry
        chiamaka amaka
        chinedu nedu
        christian chris kit
        christina chris chrissy christy crissy kris
        christopher chris kit
        chukwuemeka emeka
        connor con
        dafydd dai daf
        daniel dan danny dann
        danielle dani
        david dave davey day
        dmytro dima
        edward ed ted eddie eddy ned
        eleanor ellie nell
        elizabeth liz beth libby
        ella el ellen
        ellie elly
        emily em milly emma emmy mel
        emma em emmy
        esther essie hester
        eva eve
        fatima fati
        florence flo flora flossy
        folasade sade
        frederick derick erick fred freddie freddy
        gabriel gabby gabe
        gareth gaz
        george georgie
        gurpreet guri preet
        harpreet harry preet
        harry hap haps harold henry
        helena aileen eileen elaine eleanor ellen
        henry harry hal hank hap haps
        ibrahim ibby
        irene rena
        isabel bell bella belle ib issy
        isabella bella izzy belle ib issy
        ivan john
        jacob jake
        jakub kuba
        james jim jamie jem jimmie jimmy
        jessica jess jessie
        joe joey
        john ian jack jock johnny jon
        joseph joe
        joshua josh joe jos
        josiah jos
        julia jill jules julie
        julie jule jules julia
        katarzyna kasia
        khadija khadi
        krzysztof krzysiek
        lena ellen
        leo leon
        lilly lil lily
        lucas luke
        lydia lyddy
        malachi mally
        malgorzata gosia
        manuel emanuel manny
        margaret peggy maggie
        marie mae mary
        martin marty
        mary mae mamie marie mitzi molly
        matilda matty maud tilla tilly
        matthew matt
        megan meg
        melissa lisa lissa mel milly missy
        michael mike mick
        miguel michael miggy miguael miguaell miguail
        mikhail misha
        mohammed mo mohd
        muhammad mo
        mustafa musti
        natalie natty nettie
        nathan nate
        nicholas nick
        nora nonie
        oleksandr sasha
        oliver ollie
        olivia livia nollie ollie
        oluwadamilola dami
        oluwaseun seun
        oluwatobi tobi
        patricia pat patsy patti patty tricia
        patrick paddy pat
        paula lina polly
        penelope penny
        peter pate pete
        rebecca becky bex
        rhiannon rhi
        rhodri rhod
        ricardo rick ricky
        richard dick dickie dickon dicky rich
        robert rob bob
        samantha sam
        samuel sam sammy
        sarah sadie sally sara
        sophia sophie
        sophie soph
        stephen steve
        sukhdeep sukh
        temitope temi
        theo theodore
        theodore ted teddy theo
        thomas tom thom tommy
        titilayo titi
        valentina felty val vallie
        victoria vicky tori torie torri torrie
        william will bill liam bela bell
        wilson will willie willy
        yusuf yus
        zachary zac
        zainab zee
        zuzanna zuzia
    """.strip().splitlines()
}
