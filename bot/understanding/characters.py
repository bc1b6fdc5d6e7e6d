"""Chinese in traditional characters, read as simplified: each character for itself.

Only characters of the words that the tables know are here; where two simplified characters share one
traditional form, or the other way round, the one that music speaks of is meant.
"""

import re

_PAIRS = """
萬万 與与 專专 業业 絲丝 兩两 嚴严 喪丧 個个 為为 爲为 麗丽 麼么 麽么 義义 樂乐 習习 鄉乡 書书 亂乱 爭争
眾众 優优 會会 傷伤 體体 兒儿 蘭兰 關关 興兴 軍军 決决 淒凄 涼凉 減减 凱凯 擊击 剛刚 創创 別别 劇剧 動动
勵励 勁劲 華华 單单 卻却 廳厅 壓压 厭厌 雙双 發发 變变 號号 嘆叹 歎叹 嚇吓 嗎吗 聽听 響响 團团 園园 圍围
國国 圓圆 聖圣 壯壮 聲声 復复 複复 頭头 奮奋 學学 寧宁 屬属 歲岁 帶带 幫帮 廣广 莊庄 慶庆 廢废 開开 異异
張张 強强 憶忆 憂忧 懷怀 總总 戀恋 惡恶 悅悦 懸悬 驚惊 懼惧 憊惫 愜惬 憤愤 懶懒 戲戏 戰战 揚扬 掛挂 換换
擺摆 搖摇 鬥斗 無无 舊旧 時时 暫暂 術术 殺杀 雜杂 來来 極极 樣样 夢梦 歡欢 氣气 沒没 淚泪 潑泼 潔洁 澀涩
溫温 滾滚 滿满 灘滩 靈灵 爐炉 點点 煉炼 鍊炼 煩烦 熱热 愛爱 獨独 瑪玛 環环 電电 暢畅 瘋疯 盤盘 著着 碼码
禮礼 禪禅 離离 積积 穩稳 豎竖 箏筝 簡简 簫箫 緊紧 紀纪 純纯 約约 級级 線线 練练 組组 細细 紹绍 結结 給给
絕绝 統统 繼继 續续 緩缓 編编 羅罗 勝胜 朧胧 藝艺 節节 蘆芦 薦荐 薩萨 藍蓝 慮虑 見见 觀观 視视 覺觉 討讨
讓让 許许 論论 評评 譯译 詩诗 詼诙 話话 誕诞 詭诡 說说 説说 請请 諾诺 讀读 誰谁 調调 諧谐 謝谢 謠谣 謐谧
譜谱 貝贝 貴贵 賦赋 讚赞 贊赞 趕赶 車车 軟软 輕轻 較较 輝辉 邊边 過过 邁迈 運运 還还 這这 進进 適适 選选
遺遗 郵邮 鬱郁 採采 釋释 裡里 裏里 鐘钟 鍾钟 鋼钢 鈕钮 鈴铃 銅铜 鋪铺 銷销 鍵键 鍛锻 長长 門门 閉闭 閒闲
間间 悶闷 鬧闹 聞闻 隊队 陽阳 陰阴 陸陆 險险 隨随 難难 霧雾 靜静 顆颗 顫颤 風风 飄飘 飛飞 飯饭 饒饶 館馆
馬马 駕驾 魚鱼 魯鲁 鳴鸣 黃黄 龍龙 寫写 絃弦 鬆松 類类 種种 彈弹 錄录 豐丰 陣阵 後后 雲云 韻韵 層层 應应
當当 實实 圖图 從从 誤误 試试 壞坏 尋寻 嗚呜 溼湿 濕湿 燈灯 鳥鸟 樹树 場场 戶户 幾几 爾尔 滋滋
"""
#: words of written Cantonese, as Mandarin says them
_CANTONESE = {
    "有冇": "有没有", "冇": "没有", "嘅": "的", "啲": "些", "唔": "不", "畀": "给", "俾": "给", "嚟": "来",
    "佢": "它", "咗": "了", "喺": "在", "嘢": "东西", "靓": "好听", "咁": "这么", "睇": "看", "乜": "什么",
}  # fmt: skip
_CANTONESE_WORDS = re.compile("|".join(_CANTONESE))
_TO_SIMPLIFIED = str.maketrans({pair[0]: pair[1] for pair in _PAIRS.split()})


def simplified(text: str) -> str:
    """`text` with the traditional characters that are known here replaced, and Cantonese words."""
    return _CANTONESE_WORDS.sub(lambda m: _CANTONESE[m.group()], text.translate(_TO_SIMPLIFIED))
