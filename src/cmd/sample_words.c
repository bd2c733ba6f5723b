/*
 * Words for the sample.  Kinds of units are those that any county has; firms and
 * people are put together from parts, so that nobody in particular is meant.
 */
#include "src/cmd/sample_words.h"

#include "src/banned.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define UNITS(table) .items = (table), .n = COUNT(table)
#define WORDS(table) { .items = (table), .n = COUNT(table) }

/* --- units --- */

/* Those that begin with 委 belong to the local committee: 乌兰县委组织部. */
static const struct sample_unit agencies[] = {
	{ "委办公室", 1, 0, NULL },
	{ "委组织部", 1, 0, NULL },
	{ "委宣传部", 1, 0, NULL },
	{ "委统战部", 2, 0, NULL },
	{ "委政法委员会", 2, 0, "委政法委" },
	{ "委党校", 5, 0, NULL },
	{ "委机构编制委员会办公室", 4, 0, "委编办" },
	{ "委巡察工作领导小组办公室", 5, 0, "委巡察办" },
	{ "纪委监委", 1, 0, NULL },
	{ "人大常委会办公室", 2, 0, "人大办公室" },
	{ "政府办公室", 2, 1, NULL },
	{ "政协办公室", 2, 0, NULL },
	{ "人民法院", 2, 1, "法院" },
	{ "人民检察院", 2, 0, "检察院" },
	{ "公安局", 1, 2, NULL },
	{ "民政局", 2, 0, NULL },
	{ "司法局", 2, 0, NULL },
	{ "财政局", 1, 0, NULL },
	{ "发展和改革委员会", 1, 0, "发改委" },
	{ "科学技术局", 5, 0, "科技局" },
	{ "工业和信息化局", 4, 0, "工信局" },
	{ "民族宗教事务局", 3, 0, "民宗局" },
	{ "人力资源和社会保障局", 1, 0, "人社局" },
	{ "自然资源局", 1, 0, NULL },
	{ "生态环境局", 2, 0, NULL },
	{ "住房和城乡建设局", 1, 1, "住建局" },
	{ "交通运输局", 2, 1, NULL },
	{ "水利局", 4, 0, NULL },
	{ "农牧局", 1, 0, NULL },
	{ "商务局", 5, 0, NULL },
	{ "文体旅游广电局", 2, 0, NULL },
	{ "退役军人事务局", 2, 0, NULL },
	{ "应急管理局", 1, 0, NULL },
	{ "审计局", 3, 0, NULL },
	{ "林业和草原局", 2, 0, "林草局" },
	{ "市场监督管理局", 1, 1, "市场监管局" },
	{ "统计局", 4, 0, NULL },
	{ "医疗保障局", 3, 0, "医保局" },
	{ "信访局", 5, 0, NULL },
	{ "政务服务监督管理局", 4, 0, "政务服务局" },
	{ "总工会", 4, 0, NULL },
	{ "团委", 5, 0, NULL },
	{ "妇女联合会", 4, 0, "妇联" },
	{ "工商业联合会", 5, 0, "工商联" },
	{ "残疾人联合会", 5, 0, "残联" },
	{ "档案馆", 4, 0, NULL },
	{ "融媒体中心", 3, 0, NULL },
	{ "文化馆", 4, 0, NULL },
	{ "气象局", 3, 0, NULL },
	{ "税务局", 1, 2, NULL },
	{ "消防救援队", 2, 0, NULL },
	{ "公路养护段", 3, 0, NULL },
	{ "动物疫病预防控制中心", 3, 0, "动物疫控中心" },
	{ "城市管理局", 4, 0, NULL },
	{ "社会保险服务局", 4, 0, "社保局" },
};
const struct sample_units sample_agencies = { UNITS(agencies), "3", "agency" };

static const struct sample_unit schools[] = {
	{ "第一中学", 2, 1, NULL },
	{ "第二中学", 4, 1, NULL },
	{ "第三中学", 5, 0, NULL },
	{ "高级中学", 3, 1, NULL },
	{ "民族中学", 2, 1, NULL },
	{ "第一小学", 1, 0, NULL },
	{ "第二小学", 2, 0, NULL },
	{ "第三小学", 4, 0, NULL },
	{ "第四小学", 5, 0, NULL },
	{ "第五小学", 4, 0, NULL },
	{ "第六小学", 5, 0, NULL },
	{ "第七小学", 5, 0, NULL },
	{ "民族小学", 2, 0, NULL },
	{ "第一幼儿园", 2, 0, NULL },
	{ "第二幼儿园", 5, 0, NULL },
	{ "第三幼儿园", 5, 0, NULL },
	{ "民族幼儿园", 4, 0, NULL },
	{ "职业技术学校", 3, 1, NULL },
	{ "特殊教育学校", 5, 0, NULL },
	{ "青少年活动中心", 5, 0, NULL },
	{ "教学研究室", 4, 0, NULL },
};
const struct sample_units sample_schools = { UNITS(schools), "5", "school" };

static const struct sample_unit prefecture_schools[] = {
	{ "职业技术学院", 1, 2, NULL },
	{ "高级中学", 1, 1, NULL },
	{ "民族高级中学", 1, 1, NULL },
	{ "第二高级中学", 1, 1, NULL },
	{ "实验小学", 1, 0, NULL },
	{ "实验幼儿园", 1, 0, NULL },
	{ "特殊教育学校", 1, 0, NULL },
	{ "教育考试中心", 1, 0, NULL },
};
const struct sample_units sample_prefecture_schools = { UNITS(prefecture_schools), "5", "school" };

static const struct sample_unit hospitals[] = {
	{ "人民医院", 1, 2, NULL },
	{ "蒙藏医医院", 2, 0, NULL },
	{ "中医医院", 4, 1, NULL },
	{ "第二人民医院", 5, 1, NULL },
	{ "妇幼保健院", 3, 0, NULL },
	{ "疾病预防控制中心", 1, 0, "疾控中心" },
	{ "卫生监督所", 4, 0, NULL },
	{ "急救中心", 5, 0, NULL },
};
const struct sample_units sample_hospitals = { UNITS(hospitals), "6", "hospital" };

static const struct sample_unit prefecture_hospitals[] = {
	{ "人民医院", 1, 2, NULL },
	{ "蒙藏医医院", 1, 1, NULL },
	{ "妇幼保健院", 1, 0, NULL },
	{ "疾病预防控制中心", 1, 0, "疾控中心" },
	{ "中心血站", 1, 0, NULL },
	{ "精神卫生中心", 1, 0, NULL },
};
const struct sample_units sample_prefecture_hospitals = { UNITS(prefecture_hospitals), "6", "hospital" };

static const struct sample_unit companies[] = {
	{ "城市建设投资有限公司", 1, 1, "城投公司" },
	{ "供水有限公司", 1, 0, "供水公司" },
	{ "供热有限公司", 5, 0, "供热公司" },
	{ "公共交通有限公司", 4, 0, "公交公司" },
	{ "旅游投资有限公司", 3, 0, "旅投公司" },
	{ "粮油储备有限公司", 3, 0, "粮油储备公司" },
	{ "交通投资有限公司", 5, 0, "交投公司" },
	{ "保安服务有限公司", 5, 0, "保安公司" },
	{ "文化传媒有限公司", 5, 0, "文化传媒公司" },
	{ "农牧业投资有限公司", 2, 0, "农牧投公司" },
	{ "矿业投资有限公司", 4, 1, "矿投公司" },
	{ "新能源投资有限公司", 3, 0, "新能源公司" },
	{ "市政工程有限公司", 4, 0, "市政公司" },
	{ "污水处理有限公司", 4, 0, "污水处理公司" },
	{ "国有林场", 3, 0, NULL },
	{ "供电公司", 1, 1, NULL },
	{ "邮政公司", 3, 0, NULL },
	{ "通信公司", 4, 0, NULL },
	{ "烟草公司", 5, 0, NULL },
	{ "城镇住房运营有限公司", 5, 0, "住房运营公司" },
};
const struct sample_units sample_companies = { UNITS(companies), "4", "state_enterprise" };

static const struct sample_unit prefecture_companies[] = {
	{ "能源投资集团有限公司", 1, 2, "能源投资集团" },
	{ "盐湖资源开发有限公司", 1, 2, "盐湖资源公司" },
	{ "水利水电投资有限公司", 1, 1, "水利水电公司" },
	{ "交通建设投资有限公司", 1, 1, "交建公司" },
	{ "农牧业发展有限公司", 1, 0, "农牧业公司" },
	{ "文化旅游投资有限公司", 1, 0, "文旅公司" },
	{ "粮食储备有限公司", 1, 0, "粮食储备公司" },
	{ "地质勘查院", 1, 1, NULL },
	{ "融资担保有限公司", 1, 0, "融资担保公司" },
};
const struct sample_units sample_prefecture_companies = { UNITS(prefecture_companies), "4",
	"state_enterprise" };

static const struct sample_unit societies[] = {
	{ "个体劳动者协会", 1, 0, NULL },
	{ "青年志愿者协会", 2, 0, NULL },
	{ "餐饮行业协会", 3, 0, NULL },
	{ "老年体育协会", 3, 0, NULL },
	{ "枸杞产业协会", 4, 0, NULL },
	{ "藏羊产业协会", 3, 0, NULL },
	{ "驼产业协会", 3, 0, NULL },
	{ "社会工作服务中心", 2, 0, NULL },
	{ "养老服务中心", 2, 0, NULL },
	{ "律师协会", 5, 0, NULL },
	{ "会计师协会", 5, 0, NULL },
	{ "建筑业协会", 5, 0, NULL },
	{ "物业管理协会", 4, 0, NULL },
	{ "道路运输协会", 4, 0, NULL },
	{ "书法家协会", 5, 0, NULL },
	{ "民间文化研究会", 4, 0, NULL },
	{ "爱心救援队", 3, 0, NULL },
	{ "职业培训学校", 4, 0, NULL },
	{ "异地商会", 5, 0, NULL },
};
const struct sample_units sample_societies = { UNITS(societies), "8", "social" };

/* --- firms --- */

static const char *const brands[] = {
	"柴源", "昆望", "瀚原", "雪岭", "青驼", "赤岩", "晨牧", "远戈", "砾川", "云垭",
	"星沙", "榆泉", "沐原", "景漠", "铭垦", "岚川", "钰湖", "拓砾", "禾漠", "润垭",
	"旭柴", "博漠", "宏砾", "瑞垦",
};
const struct sample_words sample_brands = WORDS(brands);

static const char *const trades[] = {
	"盐化工", "枸杞商贸", "新能源", "物流", "建筑工程", "矿业", "畜产品加工",
	"旅游开发", "酒店管理", "汽车服务", "农牧科技", "超市连锁", "物业服务",
	"装饰工程", "餐饮管理", "医药连锁", "电子商务", "机械租赁", "环保科技", "运输",
};
const struct sample_words sample_trades = WORDS(trades);

static const char *const farm_trades[] = {
	"藏羊养殖", "枸杞种植", "牦牛养殖", "青稞种植", "骆驼养殖", "农机服务",
};
const struct sample_words sample_farm_trades = WORDS(farm_trades);

/* --- people --- */

static const char *const surnames[] = {
	"王", "李", "张", "马", "刘", "祁", "赵", "陈", "韩", "杨", "星", "鲍", "谢",
	"冶", "严", "何", "徐", "郭", "山", "吴", "魏", "田", "喇", "范",
};
const struct sample_words sample_surnames = WORDS(surnames);

static const char *const given_names[] = {
	"建国", "文海", "永梅", "国庆", "秀兰", "生福", "玉珍", "海龙", "晓燕", "志强",
	"桂英", "成林", "丽华", "占彪", "敏", "军", "得福", "海英", "明", "雪梅", "生财",
	"晓东", "玲", "永强", "文秀", "国栋", "春花", "世昌", "婷", "宏伟",
};
const struct sample_words sample_given_names = WORDS(given_names);

static const char *const tibetan_names[] = {
	"才仁", "多杰", "扎西", "卓玛", "尼玛", "达瓦", "仁青", "措毛", "东主", "切吉",
	"拉毛", "桑杰", "南加", "华旦", "旦增", "索南", "才让", "公保", "项秀", "完德",
};
const struct sample_words sample_tibetan_names = WORDS(tibetan_names);

static const char *const mongol_names[] = {
	"巴特尔", "那仁花", "乌云", "孟克", "格日勒", "图雅", "斯琴", "敖登", "布仁",
	"其木格", "宝音", "哈斯", "苏和", "朝鲁", "萨仁", "青格勒",
};
const struct sample_words sample_mongol_names = WORDS(mongol_names);

static const char *const rare_names[] = {
	"䶮辉", "𬭊明", "阿依达尔·叶尔兰", "古丽·买买提", "欧阳玥", "诺日布·丹增",
};
const struct sample_words sample_rare_names = WORDS(rare_names);
